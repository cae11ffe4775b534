import { TextArena, type TextArenaState } from '../index/text-arena.js';
import { grownUint32, sharedUint32, type SharedUint32 } from '../index/shared-arrays.js';
import { LONGEST_TEXT } from '../reading/normalise.js';
import { type AchievementRecord } from '../records.js';
import { offeredIndicators, type StatedIndicator } from '../factors/indicator-factor.js';

export interface RecordStoreState {
  texts: TextArenaState;
  /** By slot: where id, other fields and text stand, one behind the other, and how long each is. */
  addresses: SharedUint32;
  idLengths: SharedUint32;
  fieldLengths: SharedUint32;
  textLengths: SharedUint32;
  /** By slot: the quantities stated, and their length + 1; 0 where they were not read yet. */
  offered: SharedUint32;
  offeredLengths: SharedUint32;
}

const finite = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? undefined : value;

/**
 * The achievements themselves by slot, written out flat: only those that are shown are ever made into objects again, and
 * all threads read the same ones.
 */
export class RecordStore {
  private readonly texts: TextArena;

  constructor(
    readonly state: RecordStoreState = {
      texts: new TextArena().state,
      addresses: sharedUint32(0),
      idLengths: sharedUint32(0),
      fieldLengths: sharedUint32(0),
      textLengths: sharedUint32(0),
      offered: sharedUint32(0),
      offeredLengths: sharedUint32(0),
    },
  ) {
    this.texts = new TextArena(state.texts);
  }

  put(slot: number, { id, text = '', ...fields }: AchievementRecord): void {
    const { state } = this;
    const written = JSON.stringify(fields);
    const read = text.slice(0, LONGEST_TEXT);
    for (const name of ['addresses', 'idLengths', 'fieldLengths', 'textLengths'] as const) {
      state[name] = grownUint32(state[name], slot + 1);
    }
    state.offered = grownUint32(state.offered, slot + 1);
    state.offeredLengths = grownUint32(state.offeredLengths, slot + 1);
    state.addresses[slot] = this.texts.put(id + written + read);
    state.idLengths[slot] = id.length;
    state.fieldLengths[slot] = written.length;
    state.textLengths[slot] = read.length;
  }

  remove(slot: number): void {
    const { addresses, offered, offeredLengths } = this.state;
    this.texts.release(addresses[slot]!, this.lengthOf(slot));
    if (offeredLengths[slot]! > 1) this.texts.release(offered[slot]!, offeredLengths[slot]! - 1);
    offeredLengths[slot] = 0;
    this.state.fieldLengths[slot] = 0;
  }

  /** Whether a record is in the slot. */
  isTaken(slot: number): boolean {
    return this.state.fieldLengths[slot]! > 0;
  }

  id(slot: number): string {
    const { addresses, idLengths } = this.state;
    return this.texts.take(addresses[slot]!, this.lengthOf(slot), 0, idLengths[slot]);
  }

  record(slot: number): AchievementRecord {
    const { addresses, idLengths, fieldLengths } = this.state;
    const written = this.texts.take(addresses[slot]!, this.lengthOf(slot));
    const fields = idLengths[slot]!;
    const text = fields + fieldLengths[slot]!;
    return {
      ...(JSON.parse(written.slice(fields, text)) as Omit<AchievementRecord, 'id' | 'text'>),
      id: written.slice(0, fields),
      ...(text < written.length && { text: written.slice(text) }),
    };
  }

  /** The quantities that the achievement states, read when first asked for. */
  offered(slot: number): readonly StatedIndicator[] {
    const { state } = this;
    const length = state.offeredLengths[slot]! - 1;
    if (length === 0) return [];
    if (length > 0) return JSON.parse(this.texts.take(state.offered[slot]!, length)) as StatedIndicator[];
    const offered = offeredIndicators(this.record(slot));
    const written = offered.length > 0 ? JSON.stringify(offered, finite) : '';
    if (written) state.offered[slot] = this.texts.put(written);
    state.offeredLengths[slot] = written.length + 1;
    return offered;
  }

  private lengthOf(slot: number): number {
    const { idLengths, fieldLengths, textLengths } = this.state;
    return idLengths[slot]! + fieldLengths[slot]! + textLengths[slot]!;
  }
}
