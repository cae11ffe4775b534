const withUnit = (...names: string[]) => names.flatMap((name) => [`${name}(万元)`, name]);

const titles = ['标题', '名称', '项目名称', 'title'];
const texts = ['正文', '简介', '描述', '内容', '摘要', 'description', 'text', 'abstract'];

/**
 * Under which headings people write the fields of a record in a spreadsheet. The first is the one that templates and
 * exports use; the English name of the field is always among them.
 */
export const RECORD_HEADINGS = {
  externalKey: ['编号', '外部编号', '成果编号', '需求编号', 'externalKey'],
  title: [...titles, '成果名称', '需求名称', '技术需求名称'],
  description: [...texts, '成果简介', '成果描述', '成果内容', '需求描述', '需求简介', '需求内容'],
  keywords: ['关键词', '关键字', 'keywords'],
  disciplineCodes: ['学科分类', '学科', '所属学科', 'disciplineCodes', 'discipline'],
  fieldCodes: ['技术领域', '领域', '所属领域', '所属技术领域', 'fieldCodes', 'field'],
  industryCodes: ['应用行业', '行业', '所属行业', '主要应用行业', 'industryCodes', 'industry'],
  chainCodes: ['产业链', '重点产业链', '所属产业链', 'chainCodes', 'chain'],
  regionCode: ['所在区域', '区域', '所在地', '所属区域', '所在地域', '地区', 'regionCode', 'region'],
  cooperationModes: ['合作方式', '转化方式', '解决方式', '合作模式', 'cooperationModes', 'modes', 'mode'],
  trl: ['技术成熟度', '成熟度', '成果成熟度', '技术就绪度', 'trl等级', '所处阶段', 'trl', 'maturity'],
  patentNumbers: ['专利号', '专利编号', '专利', 'patentNumbers', 'patents'],
  price: [...withUnit('价格', '转让价格', '意向价格', '报价'), 'price'],
  budget: [...withUnit('预算', '项目预算', '拟投入资金', '拟投入资金总额'), 'budget'],
  deadline: ['截止日期', '需求时限', '期限', 'deadline'],
  confidential: ['是否保密', '保密', 'confidential'],
} as const satisfies Record<string, readonly string[]>;

export type RecordField = keyof typeof RECORD_HEADINGS;
