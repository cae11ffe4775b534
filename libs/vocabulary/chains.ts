import { type VocabularyEntry } from './entries.js';

/** Henan's seven advanced manufacturing clusters, the "7" of "7+28+N" (2023). */
export const CLUSTERS = [
  { code: 'materials', zh: '新材料', en: 'New materials' },
  { code: 'electronics', zh: '电子信息', en: 'Electronics and information' },
  { code: 'equipment', zh: '先进装备', en: 'Advanced equipment' },
  { code: 'vehicles', zh: '新能源汽车', en: 'New energy vehicles' },
  { code: 'medicine', zh: '现代医药', en: 'Modern medicine' },
  { code: 'food', zh: '现代食品', en: 'Modern food' },
  { code: 'light-textile', zh: '现代轻纺', en: 'Modern light industry and textiles' },
] as const satisfies readonly VocabularyEntry[];

export type ClusterCode = (typeof CLUSTERS)[number]['code'];

/** One of the 28 key industrial chains. */
export interface Chain {
  code: string;
  cluster: ClusterCode;
  zh: string;
  en: string;
  /** False until a published document has been seen to name the chain: show it as provisional, not as fact. */
  confirmed: boolean;
}

const confirmed = true;
const unconfirmed = false;

const chain = (cluster: ClusterCode, code: string, zh: string, en: string, isConfirmed: boolean): Chain => ({
  code,
  cluster,
  zh,
  en,
  confirmed: isConfirmed,
});

/**
 * Henan's 28 key chains by cluster. Reports of 2023 and 2024 confirm the seven clusters, nine chains in new materials
 * and the names marked confirmed; the others await the provincial action plans and may change name or cluster.
 */
export const CHAINS: readonly Chain[] = [
  chain('materials', 'superhard-materials', '超硬材料', 'Superhard materials', confirmed),
  chain('materials', 'nylon-materials', '尼龙新材料', 'Nylon materials', confirmed),
  chain('materials', 'aluminium-materials', '铝基新材料', 'Aluminium-based materials', unconfirmed),
  chain('materials', 'copper-materials', '铜基新材料', 'Copper-based materials', unconfirmed),
  chain('materials', 'chemical-materials', '化工新材料', 'Chemical materials', confirmed),
  chain('materials', 'advanced-steel', '先进钢铁材料', 'Advanced steel', unconfirmed),
  chain('materials', 'green-building-materials', '绿色建材', 'Green building materials', unconfirmed),
  chain('materials', 'prefabricated-building', '装配式建筑', 'Prefabricated building', unconfirmed),
  chain('materials', 'refractories', '耐火材料', 'Refractories', unconfirmed),
  chain(
    'electronics',
    'displays-terminals',
    '新型显示和智能终端',
    'Displays and smart terminals',
    unconfirmed,
  ),
  chain(
    'electronics',
    'sensors-semiconductors',
    '智能传感器和半导体',
    'Smart sensors and semiconductors',
    confirmed,
  ),
  chain('electronics', 'optoelectronics', '光电', 'Optoelectronics', unconfirmed),
  chain('electronics', 'advanced-computing', '先进计算', 'Advanced computing', unconfirmed),
  chain(
    'equipment',
    'power-equipment',
    '新型电力（新能源）装备',
    'Power and new energy equipment',
    unconfirmed,
  ),
  chain('equipment', 'construction-machinery', '先进工程机械', 'Construction machinery', unconfirmed),
  chain('equipment', 'farm-machinery', '先进农机', 'Farm machinery', unconfirmed),
  chain('equipment', 'robots-cnc', '机器人和数控机床', 'Robots and CNC machine tools', unconfirmed),
  chain(
    'equipment',
    'aerospace-satellite',
    '航空航天及卫星应用',
    'Aerospace and satellite applications',
    unconfirmed,
  ),
  chain(
    'equipment',
    'environmental-equipment',
    '节能环保装备',
    'Energy-saving and environmental equipment',
    unconfirmed,
  ),
  chain('vehicles', 'new-energy-vehicles', '新能源汽车', 'New energy vehicles', unconfirmed),
  chain('medicine', 'biomedicine', '生物医药', 'Biomedicine', unconfirmed),
  chain('medicine', 'medical-devices', '高端医疗器械及卫材', 'Medical devices and supplies', unconfirmed),
  chain('food', 'leisure-food', '休闲食品', 'Leisure food', unconfirmed),
  chain('food', 'cold-chain-food', '冷链食品', 'Cold-chain food', confirmed),
  chain('food', 'prepared-dishes', '预制菜', 'Prepared dishes', unconfirmed),
  chain('food', 'beverages', '酒饮品', 'Liquor and beverages', unconfirmed),
  chain('light-textile', 'textiles-apparel', '纺织服装', 'Textiles and apparel', unconfirmed),
  chain('light-textile', 'modern-home', '现代家居', 'Modern home furnishing', unconfirmed),
];

export function findChain(code: string): Chain | undefined {
  return CHAINS.find((entry) => entry.code === code);
}

/** 1 same chain, 0.5 same cluster, 0 otherwise. Null when either code is unknown. */
export function chainNearness(left: string, right: string): number | null {
  const [leftChain, rightChain] = [findChain(left), findChain(right)];
  if (!leftChain || !rightChain) return null;
  if (leftChain.code === rightChain.code) return 1;
  return leftChain.cluster === rightChain.cluster ? 0.5 : 0;
}
