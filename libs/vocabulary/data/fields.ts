/**
 * The high-tech fields the state supports, annex of 国科发火〔2016〕32号: eight fields and, in the order of the annex,
 * their second level; one line each: code, name, our own English.
 */
export const fieldLines = `
1 电子信息 Electronics and information
1.1 软件 Software
1.2 微电子技术 Microelectronics
1.3 计算机产品及其网络应用技术 Computer products and their network applications
1.4 通信技术 Communication technology
1.5 广播影视技术 Radio, film and television technology
1.6 新型电子元器件 New electronic components
1.7 信息安全技术 Information security
1.8 智能交通和轨道交通技术 Intelligent and rail transport technology
2 生物与新医药 Biology and new medicine
2.1 医药生物技术 Medical biotechnology
2.2 中药、天然药物 Traditional Chinese medicine and natural drugs
2.3 化学药研发技术 Chemical drug development
2.4 药物新剂型与制剂创制技术 New dosage forms and formulations
2.5 医疗仪器、设备与医学专用软件 Medical instruments, equipment and software
2.6 轻工和化工生物技术 Biotechnology for light and chemical industry
2.7 农业生物技术 Agricultural biotechnology
3 航空航天 Aerospace
3.1 航空技术 Aviation technology
3.2 航天技术 Space technology
4 新材料 New materials
4.1 金属材料 Metallic materials
4.2 无机非金属材料 Inorganic non-metallic materials
4.3 高分子材料 Polymer materials
4.4 生物医用材料 Biomedical materials
4.5 精细和专用化学品 Fine and speciality chemicals
4.6 与文化艺术产业相关的新材料 New materials for the culture and art industry
5 高技术服务 High-tech services
5.1 研发与设计服务 Research, development and design services
5.2 检验检测认证与标准服务 Inspection, testing, certification and standards services
5.3 信息技术服务 Information technology services
5.4 高技术专业化服务 Specialised high-tech services
5.5 知识产权与成果转化服务 Intellectual property and technology transfer services
5.6 电子商务与现代物流技术 E-commerce and modern logistics
5.7 城市管理与社会服务 City management and social services
5.8 文化创意产业支撑技术 Technology for the creative industries
6 新能源与节能 New energy and energy saving
6.1 可再生清洁能源 Renewable clean energy
6.2 核能及氢能 Nuclear and hydrogen energy
6.3 新型高效能量转换与储存技术 Efficient energy conversion and storage
6.4 高效节能技术 Energy-saving technology
7 资源与环境 Resources and environment
7.1 水污染控制与水资源利用技术 Water pollution control and water resource use
7.2 大气污染控制技术 Air pollution control
7.3 固体废弃物处置与综合利用技术 Solid waste disposal and reuse
7.4 物理性污染防治技术 Prevention of physical pollution
7.5 环境监测及环境事故应急处理技术 Environmental monitoring and accident response
7.6 生态环境建设与保护技术 Ecological construction and protection
7.7 清洁生产技术 Cleaner production
7.8 资源勘查、高效开采与综合利用技术 Resource exploration, extraction and comprehensive use
8 先进制造与自动化 Advanced manufacturing and automation
8.1 工业生产过程控制系统 Industrial process control systems
8.2 安全生产技术 Work safety technology
8.3 高性能、智能化仪器仪表 High-performance intelligent instruments
8.4 先进制造工艺与装备 Advanced manufacturing processes and equipment
8.5 新型机械 New machinery
8.6 电力系统与设备 Power systems and equipment
8.7 汽车及轨道车辆相关技术 Automotive and rail vehicle technology
8.8 高技术船舶与海洋工程装备设计制造技术 High-tech ships and offshore equipment
8.9 传统文化产业改造技术 Technology to renew traditional cultural industries
`;
