import { QUANTITIES_OF_MATERIALS } from './quantities-of-materials.js';
import { QUANTITIES_OF_SYSTEMS } from './quantities-of-systems.js';
import type { QuantityRow } from './quantity-row.js';

/** The whole table. */
export const QUANTITY_ROWS: readonly QuantityRow[] = [...QUANTITIES_OF_MATERIALS, ...QUANTITIES_OF_SYSTEMS];
