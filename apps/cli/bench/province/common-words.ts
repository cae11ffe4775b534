/**
 * The authors' own list of what every technical text in Chinese is made of, roughly most frequent first. The rest of
 * the vocabulary is drawn by seed from the dictionary of the cutter.
 */
const split = (text: string) => text.trim().split(/\s+/);

export const COMMON_WORDS: readonly string[] = split(`
  研究 技术 系统 方法 分析 结果 设计 应用 控制 影响 结构 模型 过程 提高 材料 性能 条件 数据 不同 具有 工艺 生产 发展 问题 特点
  效果 变化 检测 处理 设备 装置 参数 试验 产品 质量 温度 信息 实验 理论 管理 关系 环境 特征 作用 建立 提出 形成 实现 要求 基础
  因素 表面 方式 功能 计算 开发 能力 优化 水平 表明 提供 利用 增加 降低 含量 工程 规律 安全 生长 成分 组成 企业 经济 社会 资源
  制备 测试 评价 部分 时间 速度 压力 强度 效率 反应 网络 算法 软件 平台 智能 自动 传感器 机械 加工 模拟 运行 测量 稳定性 可靠性
  精度 范围 状态 能量 水分 土壤 品种 植物 细胞 基因 蛋白 患者 治疗 临床 地区 区域 煤矿 矿山 钢铁 铝合金 涂层 复合 纤维 陶瓷 粉末
  颗粒 溶液 浓度 催化剂 吸附 氧化 还原 合成 聚合 薄膜 电池 电极 电压 电流 电机 功率 电网 变压器 信号 图像 识别 通信 频率 天线
  激光 光学 光谱 声波 振动 噪声 应力 变形 裂纹 疲劳 磨损 腐蚀 焊接 铸造 锻造 热处理 切削 刀具 机床 轴承 齿轮 液压 泵站 阀门 管道
  锅炉 燃烧 燃料 天然气 石油 煤炭 发电 节能 减排 废水 污泥 烟气 粉尘 回收 污染 治理 生态 水质 河流 地下水 混凝土 水泥 钢筋 桥梁
  隧道 边坡 岩石 地质 勘探 钻井 油田 储层 注水 采煤 通风 瓦斯 监控 预警 报警 定位 导航 无人机 机器人 汽车 车辆 发动机 轮胎 底盘
  轨道 列车 船舶 飞机 航空 卫星 雷达 农业 小麦 玉米 水稻 大豆 花生 棉花 蔬菜 果树 苹果 葡萄 茶叶 烟草 畜牧 饲料 养殖 疫苗 病毒
  细菌 抗体 药物 中药 提取 纯化 发酵 食品 保鲜 冷链 包装 印刷 纺织 染料 皮革 造纸 塑料 橡胶 涂料 胶粘剂 农药 肥料 有机肥 微生物
  酶 多糖 油脂 淀粉 肿瘤 手术 影像 诊断 康复 护理 医院 教育 课程 学生 教学 文化 政策 市场 金融 物流 仓储 供应链 电子商务 用户 服务
  软件 数据库 云计算 物联网 大数据 人工智能 神经网络 遗传算法 仿真 优势 参考 依据 方案 措施 途径 趋势 现状 阶段 领域 方向 单位
  项目 指标 目标 成本 效益 投资 产业 行业 工业 农村 城市 建筑 住宅 施工 材质 厚度 直径 长度 高度 宽度 重量 密度 硬度 韧性 塑性
  弹性 粘度 湿度 流量 流速 转速 寿命 周期 间隙 误差 偏差 比例 产量 产率 收率 纯度 粒度 粒径 孔径 比表面积 热导率 电阻率 容量 效应
  机理 机制 模式 体系 策略 框架 流程 步骤 模块 单元 元件 接口 协议 芯片 电路 电源 开关 继电器 电缆 导线 绝缘 屏蔽 接地 防雷 照明
  冷却 加热 干燥 蒸发 结晶 过滤 分离 萃取 蒸馏 混合 搅拌 粉碎 研磨 筛分 成型 烧结 退火 淬火 镀层 喷涂 清洗 抛光 装配 检修 维护
`);

/** Words that join others; share of all words, most frequent first. */
export const JOINING_WORDS: readonly string[] = split(`
  进行 采用 通过 可以 以及 具有 实现 主要 利用 根据 达到 一种 存在 其中 同时 对于 使用 能够 不同 并且 由于 目前 从而 产生 没有 需要
  基本 因此 结合 相关 基于 有效 较好 明显 显著 进一步 之间 为了 针对 所述 包括 有关 此外 一定 各种 多种 随着 完全 直接 不能 必须 逐渐
  他们 我们 自己 已经 因为 如果 以上 以下 方面 情况
`);

/** Latin words and abbreviations that many texts have, most frequent first. */
export const COMMON_NAMES: readonly string[] = split(`
  pH PID DNA PLC CAD GIS GPS CT MRI RNA PCR HPLC SEM XRD Fe Cu Al Ti Ni Zn CO2 SO2 TiO2 SiC Al2O3 PVC PE PP LED USB CAN TCP IP WEB XML
  Matlab ANSYS FPGA DSP ARM RFID ZigBee WiFi CMOS MOSFET IGBT BP SVM CNN GA PSO Fuzzy Agent Petri Internet IPv6 Ad Hoc QoS COD BOD MBR
  LNG CNG NOx VOCs PM2.5 LiFePO4 Mg Mn Si Cr Mo Co ATP ELISA IL-6 TNF PTFE PEG CFD CAE ERP MES SCADA BIM 3D model system method based
  analysis control data study design process network
`);

/** Single characters between words with their share of all characters, in percent. */
// prettier-ignore
export const PARTICLES: readonly (readonly [string, number])[] = [
  ['的', 4], ['和', 0.9], ['了', 0.8], ['在', 0.6], ['对', 0.5], ['为', 0.42], ['与', 0.4], ['中', 0.38], ['是', 0.3],
  ['并', 0.2], ['及', 0.2], ['等', 0.18], ['以', 0.16], ['上', 0.16], ['下', 0.14], ['其', 0.14], ['有', 0.14],
  ['该', 0.12], ['将', 0.11], ['后', 0.1], ['年', 0.1], ['从', 0.09], ['可', 0.09], ['较', 0.09], ['而', 0.09],
  ['时', 0.08], ['不', 0.08], ['高', 0.08], ['于', 0.07], ['地', 0.07], ['新', 0.07], ['法', 0.06], ['也', 0.06],
  ['均', 0.06], ['个', 0.06], ['内', 0.06], ['到', 0.06], ['所', 0.05], ['能', 0.05], ['多', 0.05], ['组', 0.05],
  ['好', 0.05], ['或', 0.05], ['用', 0.05], ['但', 0.05], ['型', 0.05], ['使', 0.04], ['且', 0.04], ['由', 0.04],
  ['大', 0.04], ['出', 0.04], ['比', 0.04], ['值', 0.04], ['来', 0.04], ['性', 0.04], ['种', 0.04], ['低', 0.04],
];
