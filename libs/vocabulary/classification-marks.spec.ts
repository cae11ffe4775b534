import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bearsClassificationMark } from './classification-marks.js';

const MARKED = [
  '机密★10年',
  '机 密 ★ 10 年',
  '秘密★',
  '絕密★長期',
  '某型装备用高强材料（机密★20年）',
  '某型雷达吸波材料\n机密 20年\n一、研究内容',
  '密级：秘密',
  '密 级: 绝密',
  '密级（机密）',
  '密级 内部',
  '【机密】某型装备结构件',
  '[秘密] 某型发动机叶片',
  '（绝密级）推进剂配方',
  '【内部】年度攻关清单',
  '【涉密】特种涂层',
  '特种涂层（涉密项目）',
  '绝密\n某型号方案',
  '某型号方案\n  秘密  \n说明',
  '涉密：另附',
  '内部资料，注意保存',
  '内部文件 不得外传',
  '本项目属于国家秘密，只供评审',
  '以下内容涉及国家秘密',
  '本项目为涉密项目',
  '该成果涉密，详情面谈',
  '经审查，密级确定为机密',
  '＊ 机密＊５年',
];

const ORDINARY = [
  '商业秘密保护系统',
  '含专利和技术秘密，许可期 10 年',
  '双方签订保密协议，保守秘密 5 年内有效',
  '技术秘密10年独占许可',
  '秘密武器：低温等离子体',
  '门限秘密共享与多方安全计算',
  '机密计算与可信执行环境（TEE）',
  '保障数据的机密性、完整性（机密性）和可用性',
  '商业秘密★3年',
  '涉密信息系统集成资质单位',
  '涉密载体销毁设备的研制',
  '用于涉密场所的电磁屏蔽材料',
  '本项目不涉密，可公开',
  '本成果未涉密',
  '本需求不涉及国家秘密',
  '申报材料不得涉及国家秘密',
  '凡涉及国家秘密的项目不得申报',
  '管道（内部）防腐涂层',
  '内部应力不高于 30 MPa',
  '设备内部资料接口',
  '密级：公开',
  '密级：无',
  '本成果为加密机，密级管理模块可选',
  '高密级配骨料混凝土',
  '机械密封，密封等级 IP68',
  '定密管理软件',
  '绝密武器一般的轻量化方案',
  '',
];

describe('classification marks', () => {
  it.each(MARKED)('sees one in %j', (text) => {
    expect(bearsClassificationMark(text)).toBe(true);
  });

  it.each(ORDINARY)('sees none in %j', (text) => {
    expect(bearsClassificationMark(text)).toBe(false);
  });

  it('sees a mark whatever stands on the lines around it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MARKED), fc.constantFrom(...ORDINARY), (mark, text) => {
        expect(bearsClassificationMark(`${text}\n${mark}\n${text}`)).toBe(true);
      }),
    );
  });

  it('answers in time that grows with the text and no faster', () => {
    const long = `${'密级 '.repeat(20_000)}${'（秘 '.repeat(20_000)}`;
    expect(bearsClassificationMark(long)).toBe(false);
  });
});
