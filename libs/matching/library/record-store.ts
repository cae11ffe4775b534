import { offeredIndicators, type StatedIndicator } from '../factors/indicator-factor.js';
import { grownUint32, sharedUint32, type SharedUint32 } from '../index/shared-arrays.js';
import { TextArena, type TextArenaState } from '../index/text-arena.js';
import { LONGEST_TEXT } from '../reading/normalise.js';
import { type AchievementFields, type AchievementRecord } from '../records.js';

export interface RecordStoreState {
  texts: TextArenaState;
  /** By slot: where id, title and text stand, one behind the other, and how long each is, a text with its line break. */
  addresses: SharedUint32;
  idLengths: SharedUint32;
  titleLengths: SharedUint32;
  textLengths: SharedUint32;
  /** By slot: the other fields as JSON; a length of 0 where there is no record. */
  fields: SharedUint32;
  fieldLengths: SharedUint32;
  /** By slot: the quantities stated as JSON, and its length + 1; 0 where they were not read yet. */
  offered: SharedUint32;
  offeredLengths: SharedUint32;
}

const emptyState = (): RecordStoreState => ({
  texts: new TextArena().state,
  addresses: sharedUint32(0),
  idLengths: sharedUint32(0),
  titleLengths: sharedUint32(0),
  textLengths: sharedUint32(0),
  fields: sharedUint32(0),
  fieldLengths: sharedUint32(0),
  offered: sharedUint32(0),
  offeredLengths: sharedUint32(0),
});

const COLUMNS = [
  'addresses',
  'idLengths',
  'titleLengths',
  'textLengths',
  'fields',
  'fieldLengths',
  'offered',
  'offeredLengths',
] as const;

const beyondLatin = /[\u0100-\uffff]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const finite = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? undefined : value;

/**
 * The achievements themselves by slot, written out flat: only those that are shown are ever made into objects again, and
 * all threads read the same ones. Keywords are terms of the index and are not kept beside it.
 */
export class RecordStore {
  private readonly texts: TextArena;

  constructor(readonly state: RecordStoreState = emptyState()) {
    this.texts = new TextArena(state.texts);
  }

  put(slot: number, { id, title, text = '', keywords: _, ...fields }: AchievementRecord): void {
    const { state } = this;
    for (const name of COLUMNS) state[name] = grownUint32(state[name], slot + 1);
    const written = JSON.stringify(fields).replace(beyondLatin, escaped);
    const read = text && `\n${text.slice(0, LONGEST_TEXT)}`;
    state.addresses[slot] = this.texts.put(id + title + read, 'utf16le');
    state.idLengths[slot] = id.length;
    state.titleLengths[slot] = title.length;
    state.textLengths[slot] = read.length;
    state.fields[slot] = this.texts.put(written, 'latin1');
    state.fieldLengths[slot] = written.length;
  }

  remove(slot: number): void {
    const { addresses, fields, fieldLengths, offered, offeredLengths } = this.state;
    this.texts.release(addresses[slot]!, this.lengthOf(slot), 'utf16le');
    this.texts.release(fields[slot]!, fieldLengths[slot]!, 'latin1');
    if (offeredLengths[slot]! > 1) {
      this.texts.release(offered[slot]!, offeredLengths[slot]! - 1, 'utf16le');
    }
    offeredLengths[slot] = 0;
    fieldLengths[slot] = 0;
  }

  /** Whether a record is in the slot. */
  isTaken(slot: number): boolean {
    return this.state.fieldLengths[slot]! > 0;
  }

  id(slot: number): string {
    return this.texts.take(this.state.addresses[slot]!, 0, this.state.idLengths[slot]!, 'utf16le');
  }

  /** Title and text, as they are quoted from, up to so many characters. */
  wording(slot: number, most: number): string {
    const { addresses, idLengths } = this.state;
    const start = idLengths[slot]!;
    const end = Math.min(start + most, this.lengthOf(slot));
    return this.texts.take(addresses[slot]!, start, end, 'utf16le');
  }

  fields(slot: number): AchievementFields {
    const { fields, fieldLengths } = this.state;
    return JSON.parse(this.texts.take(fields[slot]!, 0, fieldLengths[slot]!, 'latin1')) as AchievementFields;
  }

  record(slot: number): AchievementRecord {
    const { titleLengths, textLengths } = this.state;
    const wording = this.wording(slot, Infinity);
    const title = wording.slice(0, titleLengths[slot]);
    const text = textLengths[slot]! > 0 && { text: wording.slice(title.length + 1) };
    return { ...this.fields(slot), id: this.id(slot), title, ...text };
  }

  /** The quantities that the achievement states, read when first asked for. */
  offered(slot: number): readonly StatedIndicator[] {
    const { state } = this;
    const length = state.offeredLengths[slot]! - 1;
    if (length === 0) return [];
    if (length > 0) {
      return JSON.parse(this.texts.take(state.offered[slot]!, 0, length, 'utf16le')) as StatedIndicator[];
    }
    const offered = offeredIndicators(this.record(slot));
    const written = offered.length > 0 ? JSON.stringify(offered, finite) : '';
    if (written) state.offered[slot] = this.texts.put(written, 'utf16le');
    state.offeredLengths[slot] = written.length + 1;
    return offered;
  }

  private lengthOf(slot: number): number {
    const { idLengths, titleLengths, textLengths } = this.state;
    return idLengths[slot]! + titleLengths[slot]! + textLengths[slot]!;
  }
}
