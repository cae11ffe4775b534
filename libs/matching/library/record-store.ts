import { offeredIndicators, type StatedIndicator } from '../factors/indicator-factor.js';
import { grownUint32, sharedUint32, type SharedUint32 } from '../index/shared-arrays.js';
import { TextArena, type TextArenaState } from '../index/text-arena.js';
import { wordingOf } from '../reading/quotation.js';
import { type AchievementRecord } from '../records.js';

export interface RecordStoreState {
  texts: TextArenaState;
  /** By slot: where id, patents and wording stand, one behind the other, and how long each is. */
  addresses: SharedUint32;
  idLengths: SharedUint32;
  patentLengths: SharedUint32;
  wordingLengths: SharedUint32;
  /** By slot: the quantities stated as JSON, and its length + 1; 0 where they were not read yet. */
  offered: SharedUint32;
  offeredLengths: SharedUint32;
}

const emptyState = (): RecordStoreState => ({
  texts: new TextArena().state,
  addresses: sharedUint32(0),
  idLengths: sharedUint32(0),
  patentLengths: sharedUint32(0),
  wordingLengths: sharedUint32(0),
  offered: sharedUint32(0),
  offeredLengths: sharedUint32(0),
});

const COLUMNS = [
  'addresses',
  'idLengths',
  'patentLengths',
  'wordingLengths',
  'offered',
  'offeredLengths',
] as const;

const finite = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? undefined : value;

// More patents are not shown.
const MOST_PATENTS = 3;

/**
 * The words of the achievements by slot, written out flat: only those that are shown are ever made into strings again,
 * and all threads read the same ones. Keywords are terms of the index, and other fields numbers of `SideColumns`.
 */
export class RecordStore {
  private readonly texts: TextArena;

  constructor(readonly state: RecordStoreState = emptyState()) {
    this.texts = new TextArena(state.texts);
  }

  put(slot: number, { id, title, text = '', patentNumbers = [] }: AchievementRecord): void {
    const { state } = this;
    for (const name of COLUMNS) state[name] = grownUint32(state[name], slot + 1);
    const patents = patentNumbers.slice(0, MOST_PATENTS).join('\n');
    const wording = wordingOf({ title, text });
    state.addresses[slot] = this.texts.put(id + patents + wording, 'utf16le');
    state.idLengths[slot] = id.length;
    state.patentLengths[slot] = patents.length;
    state.wordingLengths[slot] = wording.length;
  }

  remove(slot: number): void {
    const { addresses, offered, offeredLengths } = this.state;
    this.texts.release(addresses[slot]!, this.lengthOf(slot), 'utf16le');
    if (offeredLengths[slot]! > 1) {
      this.texts.release(offered[slot]!, offeredLengths[slot]! - 1, 'utf16le');
    }
    offeredLengths[slot] = 0;
  }

  id(slot: number): string {
    return this.texts.take(this.state.addresses[slot]!, 0, this.state.idLengths[slot]!, 'utf16le');
  }

  /** The first few. */
  patents(slot: number): string[] {
    const { addresses, idLengths, patentLengths } = this.state;
    const start = idLengths[slot]!;
    const length = patentLengths[slot]!;
    if (length === 0) return [];
    return this.texts.take(addresses[slot]!, start, start + length, 'utf16le').split('\n');
  }

  /** Title and text, up to so many characters. */
  wording(slot: number, most: number): string {
    const { addresses, idLengths, patentLengths } = this.state;
    const start = idLengths[slot]! + patentLengths[slot]!;
    const end = Math.min(start + most, this.lengthOf(slot));
    return this.texts.take(addresses[slot]!, start, end, 'utf16le');
  }

  /** The quantities that the achievement states, read when first asked for. */
  offered(slot: number): readonly StatedIndicator[] {
    const { state } = this;
    const length = state.offeredLengths[slot]! - 1;
    if (length === 0) return [];
    if (length > 0) {
      return JSON.parse(this.texts.take(state.offered[slot]!, 0, length, 'utf16le')) as StatedIndicator[];
    }
    const offered = offeredIndicators(this.wording(slot, Infinity));
    const written = offered.length > 0 ? JSON.stringify(offered, finite) : '';
    if (written) state.offered[slot] = this.texts.put(written, 'utf16le');
    state.offeredLengths[slot] = written.length + 1;
    return offered;
  }

  private lengthOf(slot: number): number {
    const { idLengths, patentLengths, wordingLengths } = this.state;
    return idLengths[slot]! + patentLengths[slot]! + wordingLengths[slot]!;
  }
}
