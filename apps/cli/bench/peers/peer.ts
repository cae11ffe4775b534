import { type NeedRecord } from '#matching/records.js';

import { type Province } from '../province/province.js';
import { type DocumentFrequencies } from './best-terms.js';

export interface PeerWork {
  province: Province;
  size: number;
  /** The sample that this peer is timed on; `warmUp` comes before and is not counted. */
  needs: readonly NeedRecord[];
  warmUp: readonly NeedRecord[];
  frequencies: DocumentFrequencies;
  note: (text: string) => void;
}

export interface Peer {
  /** Last part of the measurement's name. */
  key: string;
  title: string;
  /** So many needs are enough to know what one takes. */
  sample: number;
  /** Milliseconds a need, or a sentence that says why it could not run. */
  run(work: PeerWork): Promise<number | string>;
}
