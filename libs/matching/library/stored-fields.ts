import { type SideColumns } from '../factors/side-columns.js';
import { type CodeField } from '../factors/side-values.js';
import { type AchievementFields, type MoneyRange } from '../records.js';
import { COOPERATION_MODES } from '#vocabulary/cooperation-modes.js';
import { type RecordStore } from './record-store.js';

/** The fields of an achievement as they are compared, read from the library's columns one by one where they are shown. */
export class StoredFields implements AchievementFields {
  constructor(
    private readonly slot: number,
    private readonly columns: SideColumns,
    private readonly records: RecordStore,
  ) {}

  get trl(): number | undefined {
    const trl = this.columns.state.trls[this.slot]!;
    return trl > 0 ? trl : undefined;
  }

  get regionCode(): string | undefined {
    return this.nameOf(this.columns.state.regions[this.slot]!);
  }

  get fieldName(): string | undefined {
    return this.nameOf(this.columns.state.fieldNames[this.slot]!);
  }

  get cooperationModes(): readonly string[] {
    const modes = this.columns.state.modes[this.slot]!;
    return COOPERATION_MODES.filter((_, bit) => (modes & (1 << bit)) !== 0).map(({ code }) => code);
  }

  get price(): MoneyRange | undefined {
    const { leasts, mosts } = this.columns.state;
    const [min, max] = [leasts[this.slot]!, mosts[this.slot]!];
    if (Number.isNaN(min) && Number.isNaN(max)) return undefined;
    return { ...(!Number.isNaN(min) && { min }), ...(!Number.isNaN(max) && { max }) };
  }

  get publishedAt(): string | undefined {
    const published = this.columns.state.published[this.slot]!;
    return Number.isNaN(published) ? undefined : new Date(published).toISOString();
  }

  get patentNumbers(): readonly string[] {
    return this.records.patents(this.slot);
  }

  get chainCodes(): readonly string[] {
    return this.codesOf('chainCodes');
  }

  get industryCodes(): readonly string[] {
    return this.codesOf('industryCodes');
  }

  get fieldCodes(): readonly string[] {
    return this.codesOf('fieldCodes');
  }

  get disciplineCodes(): readonly string[] {
    return this.codesOf('disciplineCodes');
  }

  private codesOf(field: CodeField): readonly string[] {
    return this.columns.codesOf(this.slot, field);
  }

  private nameOf(number: number): string | undefined {
    return number > 0 ? this.columns.state.names[number] : undefined;
  }
}
