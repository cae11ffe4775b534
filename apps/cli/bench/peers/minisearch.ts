import { timed } from '../clock.js';
import { TOP } from '../filled-engine.js';
import { type Peer } from './peer.js';
import { tokensOf, wholeText } from './tokens.js';

interface Indexed {
  id: number;
  body: string;
}

/** A full-text engine in JavaScript, in memory, with the same tokens. */
export const miniSearch: Peer = {
  key: 'minisearch',
  title: 'MiniSearch, all tokens',
  sample: 10,
  async run({ province, size, needs, warmUp, note }) {
    const library = await import('minisearch').catch(() => null);
    if (!library) return 'it is not installed (a dependency of development only)';
    const { default: MiniSearch } = library;
    const index = new MiniSearch<Indexed>({ fields: ['body'], tokenize: (text) => text.split(' ') });
    const build = await timed(() => {
      let id = 0;
      for (const record of province.achievements(size)) {
        index.add({ id, body: tokensOf(wholeText(record)).join(' ') });
        id += 1;
      }
    });
    note(`MiniSearch: built in ${Math.round(build / 1000)} s`);
    const queries = needs.map((need) => [...new Set(tokensOf(wholeText(need)))].join(' '));
    for (const need of warmUp.slice(0, 2)) index.search(tokensOf(wholeText(need)).join(' '));
    let found = 0;
    const total = await timed(() => {
      for (const query of queries) found += index.search(query).slice(0, TOP).length;
    });
    return found === 0 ? 'it found nothing' : total / needs.length;
  },
};
