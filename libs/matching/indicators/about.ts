import type { About } from './indicator.js';
import type { Expression } from './quantity-expressions.js';
import { quantityOf } from './names.js';

const MONEY =
  /投资|投入|预算|经费|资金|资本|产值|利润|利税|税收|营收|收入|销售额|营业|总额|售价|价格|贷款|补助|补贴|报价|资产|效益|创收|费用总|融资|市值|市场规模|采购价|工资|薪|缴纳|奖金/;
const COMPANY =
  /公司|我司|我厂|企业|集团|员工|职工|人员|人数|占地|厂房|建筑面积|场地|车间面积|注册|成立|专利|论文|著作权|软著|标准|项目数|课题|工程师|高工|博士|硕士|教授|团队|客户|用户遍|市场占有|占有率|生产线|院士|基地|实验室|仪器设备|研发面积|门店|股权|荣誉|研究生|培养(?:人才|技术|骨干)|人才|培训|市场份额|用地|推广/;
const PEOPLE_AND_PAPER = /^(?:人|名|位|家|项|篇|部|栋|幢|座|间|人次|例|种|套|条|台|处)$/;
const PROJECT_TIME =
  /项目|工期|期限|时限|签订|签约|合同|交付|完成|验收|投产|建成|研发|立项|实施|付款|推广|培育|建设|预期|目标|计划/;

const OF_A_COMPANY = new Set(['产量', '面积', '数量', '人工', '处理能力', '重量']);
/** Endings of a time that a thing takes or lasts, rather than a project. */
const LASTING = /(?:时间|时长|[期龄限时]|寿命|时数)$/;
const TIME = 'time';
const MONEY_DIMENSION = /^(?:currency|scale:[美欧]元)$/;

/** Whether the words around a quantity speak of an organisation rather than of its technology. */
export function speaksOfCompany(words: string): boolean {
  return COMPANY.test(words);
}

/**
 * What a quantity speaks of, from its name, its unit and the clause before it. 元/吨 is a technical cost, 万元 is
 * money; a lifetime is technical, 项目周期 is time; 员工40人 and 发明专利5项 are company facts.
 */
export function aboutOf(name: string, clause: string, expression: Expression): About {
  const dimension = expression.unit?.dimension ?? '1';
  const quantity = quantityOf(name);
  if (MONEY_DIMENSION.test(dimension)) return 'money';
  if (dimension.includes('currency')) return MONEY.test(name) ? 'money' : 'technical';
  if (MONEY.test(name)) return 'money';
  if (dimension === TIME && !quantity && (PROJECT_TIME.test(name) || !LASTING.test(name))) return 'time';
  // 公司内径 is a diameter however the sentence begins; 公司产能 and 建筑面积 are facts of the company.
  if (COMPANY.test(name) && (!quantity || OF_A_COMPANY.has(quantity.name))) return 'company';
  if (dimension === 'item' && PEOPLE_AND_PAPER.test(expression.unitText) && !/[率速]$/.test(name)) {
    if (!quantity || COMPANY.test(clause)) return 'company';
  }
  if (dimension === 'length^2' && /占地|面积|厂房/.test(clause) && /占地|厂房|车间|建筑/.test(clause))
    return 'company';
  if (dimension === TIME && quantity?.generic && PROJECT_TIME.test(name)) return 'time';
  return 'technical';
}

/** Whether a time belongs to a project: 项目实施期, 合同生效后6个月内, 3年内完成. */
export function speaksOfProject(words: string): boolean {
  return PROJECT_TIME.test(words);
}
