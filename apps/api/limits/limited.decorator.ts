import { SetMetadata } from '@nestjs/common';
import { type LimitName } from './limits.table.js';

export const LIMITED = 'duijie:limited';

/** Names the limits of a route, beside the general ones. */
export const Limited = (...names: readonly LimitName[]) => SetMetadata(LIMITED, names);
