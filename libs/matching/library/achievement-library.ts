import { type StatedIndicator } from '../factors/indicator-factor.js';
import { type AchievementSides, SideColumns, type SideColumnsState } from '../factors/side-columns.js';
import { InvertedIndex, type InvertedIndexState, type TermVector } from '../index/inverted-index.js';
import { type NumberList, NumberLists, type NumberListsState } from '../index/number-lists.js';
import { TermIds, type TermIdsState } from '../index/term-ids.js';
import { readAchievement } from '../profile.js';
import { QUOTED_FROM, wordingOf } from '../reading/quotation.js';
import { type AchievementFields, type AchievementRecord } from '../records.js';
import { Abbreviations, definitionsIn } from '../terms/abbreviations.js';
import { type Library } from './library.js';
import { RecordStore, type RecordStoreState } from './record-store.js';
import { StoredFields } from './stored-fields.js';

/** An achievement as it is scored: its terms, its fields in numbers, and the rest only when it is asked for. */
export interface Candidate {
  readonly id: string;
  readonly vector: TermVector;
  readonly sides: AchievementSides;
  /** Numbers of the words that name its concepts; see `conceptWord`. */
  readonly conceptWords: NumberList;
  /** Title and text, as far as they are quoted from. */
  quotable(): string;
  fields(): AchievementFields;
  offered(): readonly StatedIndicator[];
}

/** A library as another thread takes it: typed arrays over shared memory and a few numbers, to be posted. */
export interface SharedLibrary {
  termIds: TermIdsState;
  index: InvertedIndexState;
  sides: SideColumnsState;
  conceptWords: NumberListsState;
  records: RecordStoreState;
  abbreviations: Abbreviations['state'];
}

/** All achievements, found by their terms. Slots are numbers for those that are there, given again when one goes. */
export class AchievementLibrary implements Library<AchievementRecord> {
  readonly termIds: TermIds;
  readonly index: InvertedIndex;
  readonly sides: SideColumns;
  readonly abbreviations: Abbreviations;
  /** Grows with every change. */
  changes = 0;
  private readonly conceptWords: NumberLists;
  private readonly records: RecordStore;
  private readonly slots = new Map<string, number>();
  /** By slot; undefined where there is no record. */
  private readonly ids: (string | undefined)[] = [];

  /** @param shared the library of another thread, which is only read here. */
  constructor(private readonly shared?: SharedLibrary) {
    this.termIds = new TermIds(shared?.termIds);
    this.index = new InvertedIndex(shared?.index);
    this.sides = new SideColumns(shared?.sides);
    this.conceptWords = new NumberLists(shared?.conceptWords);
    this.records = new RecordStore(shared?.records);
    this.abbreviations = new Abbreviations(shared?.abbreviations);
    for (let slot = 0; slot < this.index.slotCount; slot += 1) {
      if (this.index.isTaken(slot)) this.name(slot, this.records.id(slot));
    }
  }

  get size(): number {
    return this.index.size;
  }

  has(id: string): boolean {
    return this.slots.has(id);
  }

  slotOf(id: string): number | undefined {
    return this.slots.get(id);
  }

  upsert(record: AchievementRecord): void {
    this.checkOwned();
    const { vector, conceptWords } = readAchievement(record, this.termIds, true);
    this.remove(record.id);
    this.changes += 1;
    const slot = this.index.add(vector);
    this.conceptWords.put(slot, conceptWords);
    this.records.put(slot, record);
    this.sides.put(slot, record);
    this.name(slot, record.id);
    this.abbreviations.count(definitionsIn(wordingOf(record)), 1);
  }

  remove(id: string): boolean {
    this.checkOwned();
    const slot = this.slots.get(id);
    if (slot === undefined) return false;
    this.changes += 1;
    this.abbreviations.count(definitionsIn(this.records.wording(slot, Infinity)), -1);
    this.index.remove(slot);
    this.records.remove(slot);
    this.sides.remove(slot);
    this.conceptWords.remove(slot);
    this.slots.delete(id);
    this.ids[slot] = undefined;
    return true;
  }

  at(slot: number): Candidate {
    return new StoredCandidate(
      this.ids[slot]!,
      slot,
      this.index,
      this.sides,
      this.conceptWords,
      this.records,
    );
  }

  /**
   * What other threads need in order to read this library, nothing of it copied. It must not be changed while they do.
   */
  share(): SharedLibrary {
    this.index.restoreAll();
    // Readers cannot write down what they read, so everything is read beforehand.
    for (const slot of this.slots.values()) this.records.offered(slot);
    return {
      termIds: this.termIds.state,
      index: this.index.state,
      sides: this.sides.state,
      conceptWords: this.conceptWords.state,
      records: this.records.state,
      abbreviations: this.abbreviations.state,
    };
  }

  private name(slot: number, id: string): void {
    this.slots.set(id, slot);
    this.ids[slot] = id;
  }

  private checkOwned(): void {
    if (this.shared) throw new Error('A library that another thread shares can only be read.');
  }
}

class StoredCandidate implements Candidate {
  constructor(
    readonly id: string,
    private readonly slot: number,
    private readonly index: InvertedIndex,
    private readonly columns: SideColumns,
    private readonly words: NumberLists,
    private readonly records: RecordStore,
  ) {}

  get vector(): TermVector {
    return this.index.vector(this.slot);
  }

  get sides(): AchievementSides {
    return this.columns.at(this.slot);
  }

  get conceptWords(): NumberList {
    return this.words.at(this.slot);
  }

  quotable(): string {
    return this.records.wording(this.slot, QUOTED_FROM);
  }

  fields(): AchievementFields {
    return new StoredFields(this.slot, this.columns, this.records);
  }

  offered(): readonly StatedIndicator[] {
    return this.records.offered(this.slot);
  }
}
