// Longer stretches without a full stop are lists; what they are about is seen at their beginning.
const READ = 240;

const speaksOfItself =
  /^\s*(?:[一二三四五六七八九十\d]{1,2}[、.．)）]\s*)?(?:我|本|该)?(?:公司|企业|集团|司|厂|单位)/;
const asIfOfOthers = /有限(?:责任)?公司|股份公司|集团公司/;
const aboutEnterprise =
  /(?:成立|创建|始建|创办|组建)于|[坐座]落|注册(?:资金|资本)|占地|建筑面积|总资产|固定资产|(?:现有|拥有|在职)(?:员工|职工|各类)|员工\s*\d|(?:年|实现)(?:产值|销售|营业|利税|纳税)|被?(?:评为|认定为|授予|荣获)|高新技术企业|专精特新|重点企业|龙头企业|是一家|(?:质量|管理)?体系认证|通过了?[^，,]{0,12}认证|(?:授权|拥有|获得|申请)[^，,]{0,10}专利/g;
const figures =
  /(?:占地(?:面积)?|建筑面积|注册资[金本]|总资产|固定资产|年产值|年销售(?:收入|额)|员工(?:总数)?|职工)[约达为近]{0,2}\s*\d/;

/**
 * Whether a sentence says what the enterprise is or has, as its papers do: when it was founded, how large its floor and
 * turnover are, which titles it bears. Nothing of that is asked for, wherever it stands.
 */
export function isAboutEnterprise(sentence: string): boolean {
  const read = sentence.length > READ ? sentence.slice(0, READ) : sentence;
  if (figures.test(read)) return true;
  const signs = read.match(aboutEnterprise)?.length ?? 0;
  return signs >= 2 || (signs === 1 && (speaksOfItself.test(read) || asIfOfOthers.test(read)));
}
