import { type BenchCase } from './bench-case.js';
import { candidates } from './cases/candidates.js';
import { growth } from './cases/growth.js';
import { httpServer } from './cases/http-server.js';
import { imports } from './cases/imports.js';
import { indexUpkeep } from './cases/index-upkeep.js';
import { indicators } from './cases/indicators.js';
import { peers } from './cases/peers.js';
import { preview } from './cases/preview.js';
import { province } from './cases/province.js';
import { paraphrases } from './cases/paraphrases.js';
import { judged } from './cases/judged.js';
import { search } from './cases/search.js';

/** All cases, in the order in which they run. */
export const CASES: readonly BenchCase[] = [
  indicators,
  paraphrases,
  judged,
  candidates,
  province,
  preview,
  indexUpkeep,
  growth,
  peers,
  httpServer,
  imports,
  search,
];
