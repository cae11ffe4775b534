import { timed } from '../clock.js';
import { TOP } from '../filled-engine.js';
import { type Peer } from './peer.js';
import { PlainBm25 } from './plain-bm25.js';
import { tokensOf, wholeText } from './tokens.js';

/** Every text read for every need, as a first version of such a platform does it. */
export const plainScan: Peer = {
  key: 'scan',
  title: 'plain scan, all tokens',
  sample: 5,
  async run({ province, size, needs }) {
    const scan = new PlainBm25();
    for (const record of province.achievements(size)) scan.add(tokensOf(wholeText(record)));
    const queries = needs.map((need) => tokensOf(wholeText(need)));
    const total = await timed(() => queries.forEach((tokens) => scan.search(tokens, TOP)));
    return total / needs.length;
  },
};
