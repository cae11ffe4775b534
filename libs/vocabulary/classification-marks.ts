/*
 * Classified papers carry their grade as a mark: 绝密, 机密 or 秘密 with a star and a term (机密★10年), after 密级, or
 * alone in brackets or on a line. The same words in a sentence are ordinary (商业秘密, 技术秘密, 秘密共享), and so are the
 * words of a trade that sells to offices which keep secrets (涉密信息系统集成). Only marks and plain statements count.
 */

/** A grade as marks write it, in either script; printed marks often have a gap between the two characters. */
const GRADE = '(?:[绝絕]\\s*密|[机機]\\s*密|秘\\s*密)';
/** Something in front that makes it part of a longer word: 商业秘密★ is a firm's own mark. */
const STANDING_ALONE = '(?<!\\p{L}[ \\t]?)';
const OPEN = '[【\\[(（〔〖<《]';
const CLOSE = '[】\\])）〕〗>》]';
/** Turns a statement into its opposite, or into a rule about other papers. */
const DENIED = '(?<![不未非无無否禁勿凡如若别没防](?:得|是|应|可|会|能|止|有|准|许)?\\s?)';

const MARKS: readonly RegExp[] = [
  // 机密★10年, 秘密★
  new RegExp(`${STANDING_ALONE}${GRADE}\\s*级?\\s*[★☆*⭐]`, 'u'),
  // 机密 20年, 绝密·长期
  new RegExp(
    `${STANDING_ALONE}${GRADE}\\s*级?\\s*[·、]?\\s*(?:\\d{1,2}\\s*年|[长長]期)(?!内|以内|前|后)`,
    'u',
  ),
  // 密级：秘密
  new RegExp(`密\\s*[级級]\\s*(?:[:：为是]|${OPEN}|\\s)\\s*${OPEN}?\\s*(?:${GRADE}|内部)`, 'u'),
  // 【机密】, （绝密级）, [秘密件]; 内部 in round brackets is an ordinary word: 管道（内部）
  new RegExp(`${OPEN}\\s*${GRADE}\\s*(?:[级級]|件|文件|资料|项目)?\\s*${CLOSE}`, 'u'),
  /[【[〔〖]\s*(?:内部|涉密)\s*(?:资料|文件|件|项目)?\s*[】\]〕〗]|[(（]\s*(?:内部(?:资料|文件)|涉密(?:项目|件)?)\s*[)）]/u,
  // The grade alone on a line, or at the head of one with a mark behind it
  new RegExp(`^\\s*${GRADE}\\s*[级級]?\\s*(?:[:：—-].*)?$`, 'mu'),
  /^\s*(?:涉密|国家秘密|國家秘密)\s*(?:[:：—-].*)?$/mu,
  // 内部资料，注意保存
  /内部\s*(?:资料|文件|刊物)\s*[,，、;；:：。]?\s*(?:注意保存|注意保密|严禁外传|请勿外传|不得外传|严格保密|不得公开)/u,
];

const STATEMENTS: readonly RegExp[] = [
  // 本项目属于国家秘密, 涉及国家秘密
  new RegExp(`${DENIED}(?:属于|屬於|涉及|含有|包含)\\s*(?:国家|國家)(?:秘密|机密|绝密)`, 'u'),
  // 本项目为涉密项目, 该成果涉密
  new RegExp(
    `[本该此]\\s*(?:项目|成果|需求|课题|文件|材料|资料|报告|技术|内容)\\s*(?:属于?|为|是|系)?\\s*${DENIED}涉密(?!信息系统|计算机|载体|人员|资质|集成|等级|网络|场所)`,
    'u',
  ),
  /(?:定密|密级)(?:审定|确定|鉴定)?为\s*(?:[绝机]密|秘密)/u,
];

/**
 * Whether a text carries the mark of a state secret (绝密, 机密, 秘密, 内部) or says of itself that it is one. A suspicion
 * and no proof: whoever wrote it is asked to take the matter out, or a mark that is used wrongly.
 */
export function bearsClassificationMark(text: string): boolean {
  const written = text.normalize('NFKC');
  return [...MARKS, ...STATEMENTS].some((mark) => mark.test(written));
}
