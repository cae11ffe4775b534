import { type Locale } from '#contracts/accounts.js';

/** The fields of both forms as people read them. */
const FIELD_NAMES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  title: { zh: '名称', en: 'Title' },
  description: { zh: '简介', en: 'Description' },
  keywords: { zh: '关键词', en: 'Keywords' },
  disciplineCodes: { zh: '学科', en: 'Disciplines' },
  fieldCodes: { zh: '技术领域', en: 'Fields' },
  industryCodes: { zh: '行业', en: 'Industries' },
  chainCodes: { zh: '产业链', en: 'Industry chains' },
  regionCode: { zh: '区域', en: 'Region' },
  cooperationModes: { zh: '合作方式', en: 'Cooperation' },
  externalKey: { zh: '单位内部编号', en: 'Own key' },
  trl: { zh: '技术成熟度', en: 'Readiness (TRL)' },
  patentNumbers: { zh: '专利号', en: 'Patent numbers' },
  price: { zh: '价格', en: 'Price' },
  budget: { zh: '预算', en: 'Budget' },
  deadline: { zh: '截止日期', en: 'Deadline' },
  need: { zh: '受理意见', en: 'Decision' },
  confidential: { zh: '是否保密', en: 'Confidential' },
};

/** The name of a field of a form; a field without one is called as the interface calls it. */
export const fieldName = (field: string, locale: Locale): string => FIELD_NAMES[field]?.[locale] ?? field;
