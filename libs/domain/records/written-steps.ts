import { type StepReason } from './record-events.js';
import { type RecordPicture } from './record-picture.js';

/** What a change of the text comes to. */
export interface Edit {
  /** Fields that are different now, by their names in the form. */
  fields: readonly string[];
  /** Whether the record itself is different, and not only what is proposed for it. */
  applied: boolean;
}

/** One step of one record's life, to be written down. */
export interface WrittenStep<E> {
  action: string;
  /** Null where the record begins. */
  before: RecordPicture | null;
  /** As it is after the step. */
  record: E;
  why?: StepReason;
}

/** A record whose text is new, to be kept as a version. */
export interface WrittenText<E> {
  record: E;
  edit: Edit;
  /** The number of the earlier version that it brings back. */
  restores?: number;
}
