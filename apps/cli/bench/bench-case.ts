import { type Measurement } from './measurement.js';

/** What all cases are told; it travels to a case's own process, so it is plain data. */
export interface BenchSettings {
  /** Achievements in the province. */
  size: number;
  needs: number;
  /** Folder of real and judged texts, where there is one. */
  dataDir?: string;
}

/** What one case is told beside that. */
export interface CaseSettings extends BenchSettings {
  /** Those of its measurements that were asked for. */
  wanted: readonly string[];
}

export interface BenchContext extends CaseSettings {
  /** Tells a person what is going on, what was sampled and what was left out. */
  note: (text: string) => void;
}

/** Measurements that are made together, in a process of their own so that memory and warm code are theirs alone. */
export interface BenchCase {
  name: string;
  /** The names of the measurements that it makes. */
  measures: readonly string[];
  /** Left out unless it is named, for it starts servers or takes minutes. */
  isOnRequest?: boolean;
  run(context: BenchContext): Promise<Measurement[]>;
}
