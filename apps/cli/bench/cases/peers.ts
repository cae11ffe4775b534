import { type NeedRecord } from '#matching/records.js';

import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { fillEngine, TOP } from '../filled-engine.js';
import { beside, type Measurement } from '../measurement.js';
import { DocumentFrequencies } from '../peers/best-terms.js';
import { meilisearch } from '../peers/meilisearch.js';
import { miniSearch } from '../peers/minisearch.js';
import { type Peer } from '../peers/peer.js';
import { plainScan } from '../peers/plain-scan.js';
import { postgresFullText } from '../peers/postgres.js';
import { tantivyTop50 } from '../peers/tantivy.js';
import { wholeText, wordsOf } from '../peers/tokens.js';
import { Province } from '../province/province.js';

const PEERS: readonly Peer[] = [postgresFullText, meilisearch, plainScan, miniSearch];
const WARM_UP = 100;
const SAMPLE = 300;

const nameOf = (key: string) => `peers.${key}`;

/** Whole matches here beside the bare ranking of others, one core and one need at a time. */
export const peers: BenchCase = {
  name: 'peers',
  measures: [nameOf('tantivy'), ...PEERS.map(({ key }) => nameOf(key))],
  async run({ size, needs, wanted, note }) {
    const province = new Province();
    const warmUp = [...province.needs(WARM_UP, needs)];
    const sampled = Math.min(SAMPLE, needs);
    const sample = [...province.needs(sampled)];
    const times = await ownTimes(province, size, sample, warmUp);
    const own = (count: number) => times.slice(0, count).reduce((sum, time) => sum + time, 0) / count;

    const found: Measurement[] = [];
    const add = (key: string, title: string, count: number, theirs: number) =>
      found.push(beside({ name: nameOf(key), value: own(count), unit: 'ms/need' }, title, theirs));

    const isWanted = (key: string) => wanted.includes(nameOf(key));
    const tantivy = isWanted('tantivy') ? await tantivyTop50(size, sampled, 1) : null;
    if (typeof tantivy === 'string') note(`tantivy is left out: ${tantivy}`);
    else if (tantivy) {
      const title = `tantivy ${tantivy.version}, bare top ${TOP}, 1 process`;
      add('tantivy', title, sampled, (1000 * tantivy.seconds) / sampled);
    }
    const frequencies = new DocumentFrequencies();
    for (const record of province.achievements(size)) frequencies.add(wordsOf(wholeText(record)));
    for (const peer of PEERS.filter(({ key }) => isWanted(key))) {
      const count = Math.min(peer.sample, sampled);
      const work = { province, size, needs: sample.slice(0, count), warmUp, frequencies, note };
      const theirs = await peer.run(work);
      if (typeof theirs === 'string') note(`${peer.title} is left out: ${theirs}`);
      else {
        add(peer.key, peer.title, count, theirs);
        note(
          `${peer.title}: timed on ${count} needs; all ${needs} would take about ${Math.round((theirs * needs) / 1000)} s`,
        );
      }
      globalThis.gc?.();
    }
    return found;
  },
};

async function ownTimes(
  province: Province,
  size: number,
  sample: readonly NeedRecord[],
  warmUp: readonly NeedRecord[],
): Promise<number[]> {
  const engine = await fillEngine(province, size);
  for (const need of warmUp) await engine.matchNeed(need, { top: TOP });
  const times: number[] = [];
  for (const need of sample) times.push(await timed(() => engine.matchNeed(need, { top: TOP })));
  return times;
}
