/** Words that join others and say nothing themselves. They are no terms at all. */
const functionWords = new Set(
  (
    '我们 你们 他们 它们 自己 这个 这些 这种 这样 那些 那么 如何 什么 怎么 怎样 哪些 因为 所以 因此 因而 由于 但是 但 而且 并且 ' +
    '以及 或者 如果 虽然 尽管 然而 同时 此外 另外 其中 其它 其他 例如 比如 包括 等等 以上 以下 之间 之后 之前 以后 以前 目前 现在 ' +
    '当前 现阶段 近年来 随着 对于 关于 根据 按照 通过 利用 采用 使用 运用 进行 开展 实现 达到 具有 具备 拥有 存在 出现 产生 形成 ' +
    '可以 能够 能 应该 需要 必须 可能 不能 没有 无法 已经 正在 将会 以便 从而 进而 为了 一种 一个 一些 一定 各种 各个 多种 多个 ' +
    '不同 相关 有关 主要 重要 基本 一般 比较 较为 非常 十分 更加 越来越 不断 逐步 逐渐 进一步 希望 寻求 寻找 有意 拟 本文 本项目 ' +
    '该项目 本公司 我公司 公司 企业 单位 项目 需求 内容 目标 预期 现有 基础 工作 情况 问题 方面 方式 方向 过程 结果 作用 影响 因素 ' +
    '以来 其次 首先 最后 最终 从 在 与 和 及 的 了'
  ).split(/\s+/),
);

export function isFunctionWord(word: string): boolean {
  return functionWords.has(word);
}

/**
 * Words that half of all records could use. They count a little, so that whole phrases still do, but can never carry
 * a match.
 */
const genericWords = new Set(
  (
    '系统 设备 研究 应用 技术 方法 装置 开发 研发 设计 产品 生产 工艺 性能 质量 效率 成本 材料 结构 功能 控制 管理 服务 平台 ' +
    '智能 智能化 自动 自动化 信息 信息化 数据 网络 计算机 软件 硬件 模型 模块 参数 指标 标准 要求 条件 环境 安全 可靠 可靠性 稳定 ' +
    '稳定性 高效 节能 环保 绿色 新型 先进 关键 核心 关键技术 综合 整体 优化 改进 提高 提升 提供 降低 减少 增加 解决 解决方案 方案 ' +
    '建立 建设 构建 完成 制备 制造 加工 处理 检测 测试 试验 实验 分析 计算 评价 研制 推广 示范 产业化 产业 行业 市场 经济 效益 ' +
    '社会 国家 国内 国外 国内外 国际 我国 中国 发展 创新 科技 科研 专利 专家 人才 团队 合作 引进 自主 知识产权 水平 能力 速度 时间 ' +
    '温度 压力 范围 方便 简单 有效 良好 优良 优异 快速 实时 在线 远程 监控 监测 采集 传输 显示 操作 运行 使用寿命 寿命 维护 客户 ' +
    '用户 人员 工程 工程化 工业 农业 农村 城市 领域 类型 种类 数量 数据库 物联网 大数据 云计算 互联网 人工智能 集成 机械 机械化 ' +
    '装备 仪器 工具 部件 零部件 零件 组件 元件 单元 组成 成分 含量 浓度 作业 车间 现场 工厂 厂家 原料 原材料 新材料 用于 基于 ' +
    '针对 面向 一体化 规模化 成套 专用 高性能 高精度 高强度 高端 多功能 大型 小型 特点 优势 难题 难点 瓶颈 突破 现状 前景 意义 ' +
    '需求方 目的 措施 策略 理论 机理 原理 特性 特征 规律 效果 程度 比例 资源 利用 综合利用 资源化 体系 机制 模式 流程 步骤 阶段 ' +
    '试制 样机 中试 小试 批量 量产 投入 资金 预算 万元 产值 销售 收入 年产 规格 型号 尺寸 形状 表面 内部 外部 位置 对象 方法研究 ' +
    '本发明 实用新型 本实用新型 所述 公开 涉及 包括 提出 介绍 结果表明 表明 研究表明 对比 采用了 分别 影响因素 综述 探讨 进展'
  ).split(/\s+/),
);

// Of the same kind, but commoner in what enterprises write of themselves and their wishes than in the library.
const genericWishes = new Set(
  (
    '人力物力 大量 较大 导致 然后 不是 终端 联网 传统 融合 深度 典型 支撑 复合型 掌握 联合 全自动 省级 申报 研究所 基地 示范区 人工 素材 ' +
    '造成 严重 容易 浪费 容量 同类 多年 学校 教授 博士 工程师 高级 申请 授权 发表 论文 承担 攻关 省部级 奖项 荣获 认定 合格率 合格 批件 ' +
    '顺利 指导 权威 真实 准确 精准 充分 积极 显著 明显 急需 亟需 迫切 途径 原有 上述 下列 如下 所有 全部 每年 每天 平均 以内 左右 不低于 ' +
    '不超过 不高于 小于 大于 达不到 缺乏 缺少 不足 遇到 面临 困难 制约 限制 克服 攻克 改造 升级 换代 替代 替换 完善 保证 确保 满足 符合 ' +
    '保障 维持 保持 增强 加快 加强 促进 推动 带动 扩大 拓展 打造 搭建 组建 筹建 成立 投产 运营 经营 商业 企业家 集团 有限公司 股份 ' +
    '科技有限公司 工业化 产能 规模 现代化 数字化 标准化 模块化 系列化 一系列 多样 广泛 普遍 日益 巨大 潜力 空间 竞争力 附加值 利润 ' +
    '价格 价格低廉 费用 运行费用 劳动强度 人工成本 生产成本 生产效率 工作效率 操作人员 工人 员工 人力 物力 财力 危害 隐患 安全隐患 调研 ' +
    '配套 大幅 前期 现有 已有 求购 寻求 关于 提供支持 技术支持 技术人员 专业 专业人士 技术难题 技术需求 技术问题 技术指标 经济效益 社会效益 预期目标 工作基础 公司总部 ' +
    '招投标 省 市 县 河南 河南省 郑州 郑州市 洛阳 洛阳市 全国 全省 全市 我省 我市 我县 本单位 本企业 我司 贵 甲方 乙方 双方'
  ).split(/\s+/),
);

// In a pair with one of these the other character stands beside a neighbour, not in a word.
const functionCharacters = new Set(
  [...'的了和与及在是为对将以等中上下之其或于由从被把可能要有不也都就而但并且用使'].map((character) =>
    character.charCodeAt(0),
  ),
);

export function isFunctionCharacter(code: number): boolean {
  return functionCharacters.has(code);
}

const generic = new Set([...genericWords, ...genericWishes]);

export function isGenericWord(word: string): boolean {
  return generic.has(word);
}
