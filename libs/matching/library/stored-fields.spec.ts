import { describe, expect, it } from '@jest/globals';
import { SideColumns } from '../factors/side-columns.js';
import { type AchievementRecord } from '../records.js';
import { RecordStore } from './record-store.js';
import { StoredFields } from './stored-fields.js';

function stored(record: AchievementRecord): StoredFields {
  const [columns, records] = [new SideColumns(), new RecordStore()];
  columns.put(0, record);
  records.put(0, record);
  return new StoredFields(0, columns, records);
}

const NAMES = [
  'trl',
  'regionCode',
  'fieldName',
  'cooperationModes',
  'price',
  'publishedAt',
  'patentNumbers',
  'chainCodes',
  'industryCodes',
  'fieldCodes',
  'disciplineCodes',
] as const;

const read = (record: AchievementRecord) => {
  const fields = stored(record);
  return Object.fromEntries(NAMES.map((name) => [name, fields[name]]));
};

describe('StoredFields', () => {
  it('say what the record said', () => {
    const said = {
      trl: 7,
      regionCode: '410102',
      fieldName: '新材料',
      cooperationModes: ['licence', 'negotiable'],
      price: { min: 0, max: 12.5 },
      publishedAt: '2024-05-01T00:00:00.000Z',
      patentNumbers: ['ZL202211250898.9', 'ZL202211250899.3'],
      chainCodes: ['superhard-materials'],
      industryCodes: ['C3073', 'C30'],
      fieldCodes: ['4.2'],
      disciplineCodes: ['430'],
    };
    expect(read({ id: 'a', title: '题', text: '文', ...said })).toEqual(said);
  });

  it('leave open what the record left open', () => {
    expect(read({ id: 'a', title: '题', price: { max: 3 }, publishedAt: 'soon' })).toEqual({
      cooperationModes: [],
      price: { max: 3 },
      patentNumbers: [],
      chainCodes: [],
      industryCodes: [],
      fieldCodes: [],
      disciplineCodes: [],
    });
  });
});
