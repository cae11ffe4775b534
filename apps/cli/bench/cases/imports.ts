import { type ImportView } from '#contracts/imports.js';
import { RECORD_HEADINGS, type RecordField } from '#contracts/record-headings.js';
import { type AchievementRecord } from '#matching/records.js';
import { writeXlsx } from '#platform/tables/write-xlsx.js';

import { type BenchCase } from '../bench-case.js';
import { type Measurement, rounded } from '../measurement.js';
import { type ProvinceServer, startProvinceServer } from '../province-server.js';
import { Province } from '../province/province.js';

const LOOK_EVERY = 500;
const DONE_WITHIN = 3_600_000;

/** What has come of the records of an import, in the order in which it comes. */
const STAGES = ['imported', 'searchable', 'matched'] as const;
type Stage = (typeof STAGES)[number];

/** One spreadsheet of all achievements, handed in to be published, in a library that holds the needs. */
export const imports: BenchCase = {
  name: 'import',
  measures: STAGES.map((stage) => `import.${stage}`),
  isOnRequest: true,
  async run({ size, needs, note }) {
    const province = new Province();
    const sheet = await sheetOf(province, size);
    note(`a workbook of ${size} rows, ${rounded(sheet.length / 2 ** 20)} MiB`);
    const server = await startProvinceServer(province, { needs });
    try {
      const before = await server.processorSeconds();
      const began = performance.now();
      const reached = await importAll(server, sheet, async (stage, seconds) => {
        const now = await server.processorSeconds();
        const spent =
          before && now
            ? `; processor seconds until then: platform ${rounded(now.platform - before.platform)}, database ${rounded(now.database - before.database)}`
            : '';
        note(`${stage} after ${rounded(seconds)} s${spent}`);
      });
      note(`the whole: ${rounded((performance.now() - began) / 1000)} s`);
      const [sums] = await server.ask<Record<'created' | 'rejected' | 'kept' | 'told', string>>(
        `SELECT sum(created) AS created, sum(rejected) AS rejected, (SELECT count(*) FROM matches) AS kept,
                (SELECT count(*) FROM matches WHERE level >= 3) AS told FROM imports`,
      );
      note(`${sums?.created} rows taken, ${sums?.rejected} refused, as real sheets have some`);
      note(`${sums?.kept} matches are kept, ${sums?.told} of them told`);
      return STAGES.map((stage): Measurement => ({
        name: `import.${stage}`,
        value: reached[stage],
        unit: 's',
      }));
    } finally {
      await server.stop();
    }
  },
};

const COLUMNS: Readonly<Partial<Record<RecordField, (record: AchievementRecord) => string | number | null>>> =
  {
    externalKey: ({ id }) => id,
    title: ({ title }) => title,
    description: ({ text }) => text ?? null,
    keywords: ({ keywords }) => list(keywords),
    disciplineCodes: ({ disciplineCodes }) => list(disciplineCodes),
    industryCodes: ({ industryCodes }) => list(industryCodes),
    chainCodes: ({ chainCodes }) => list(chainCodes),
    regionCode: ({ regionCode }) => regionCode ?? null,
    cooperationModes: ({ cooperationModes }) => list(cooperationModes),
    trl: ({ trl }) => trl ?? null,
    patentNumbers: ({ patentNumbers }) => list(patentNumbers),
  };

const list = (values: readonly string[] = []): string | null =>
  values.length === 0 ? null : values.join('；');

export async function sheetOf(province: Province, size: number): Promise<Buffer> {
  const columns = Object.entries(COLUMNS) as [
    RecordField,
    (record: AchievementRecord) => string | number | null,
  ][];
  function* rows() {
    for (const record of province.achievements(size)) yield columns.map(([, cell]) => cell(record));
  }
  const pieces: Buffer[] = [];
  const headings = columns.map(([field]) => RECORD_HEADINGS[field][0]);
  for await (const piece of writeXlsx([{ name: '成果', headings, rows: rows() }])) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function importAll(
  server: ProvinceServer,
  sheet: Buffer,
  onReached: (stage: Stage, seconds: number) => Promise<void>,
): Promise<Record<Stage, number>> {
  const token = await server.logIn('university');
  const form = new FormData();
  form.set('kind', 'achievements');
  form.set('publish', 'true');
  form.set('file', new Blob([new Uint8Array(sheet)]), '成果.xlsx');
  const searchable = async () =>
    (await server.call<{ total: number }>('GET', 'search/achievements?limit=1')).total;
  const before = await searchable();
  let created = 0;
  const began = performance.now();
  const { id } = await server.call<ImportView>('POST', 'imports', form, token);
  const isReached: Record<Stage, () => Promise<boolean>> = {
    imported: async () => {
      const { state, failure, ...now } = await server.call<ImportView>(
        'GET',
        `imports/${id}`,
        undefined,
        token,
      );
      if (failure) throw new Error(failure.message);
      created = now.created;
      return state === 'done';
    },
    searchable: async () => (await searchable()) >= before + created,
    matched: async () => {
      const [row] = await server.ask<{ owed: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM achievements WHERE revision > matched_revision)
             OR EXISTS (SELECT 1 FROM owed_needs) AS owed`,
      );
      return row?.owed === false;
    },
  };
  const reached = {} as Record<Stage, number>;
  const end = Date.now() + DONE_WITHIN;
  for (const stage of STAGES) {
    while (!(await isReached[stage]())) {
      if (Date.now() > end) throw new Error(`The records were not ${stage} in time.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    reached[stage] = (performance.now() - began) / 1000;
    await onReached(stage, reached[stage]);
  }
  return reached;
}
