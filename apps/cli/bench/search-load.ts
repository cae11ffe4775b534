import { timed } from './clock.js';
import { percentile } from './measurement.js';
import { type ProvinceServer } from './province-server.js';
import { type Province } from './province/province.js';

/** Searches, suggestions and publications that are under way together. */
export const AT_ONCE = 32;
export const ROUNDS = 7;
export const ROUND = 192;

const SUGGESTIONS = 200;
const PUBLISHES = 30;
const POLL_MILLISECONDS = 5;
const FOUND_WITHIN = 60_000;

/** One of several that are asked the same. */
export interface Contestant {
  name: string;
  search(q: string): Promise<unknown>;
  /** What it does before a round that is not timed. */
  prepare?(queries: readonly string[]): Promise<void>;
  /** 95th percentile of each round, in milliseconds. */
  rounds: number[];
}

/** Asks all by turns in short rounds, so that whatever else the machine does weighs on them alike. */
export async function compete(contestants: readonly Contestant[], queries: readonly string[]): Promise<void> {
  for (let round = -1; round < ROUNDS; round += 1) {
    const asked = queries.slice((round + 1) * ROUND, (round + 2) * ROUND);
    for (const contestant of contestants) {
      await contestant.prepare?.(asked);
      const times = await timeAll(asked, (q) => contestant.search(q), AT_ONCE);
      // The round before the first warms everything up.
      if (round >= 0) contestant.rounds.push(percentile(times, 0.95));
    }
  }
}

async function timeAll<T>(
  things: readonly T[],
  work: (thing: T) => Promise<unknown>,
  atOnce: number,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const ask = async () => {
    while (next < things.length) {
      const thing = things[next++]!;
      times.push(await timed(() => work(thing)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return times;
}

/** What suggestions take, so many at once: the beginning of a title, two characters and more. */
export function timeSuggestions(
  server: ProvinceServer,
  province: Province,
  atOnce: number,
): Promise<number[]> {
  const typed = Array.from({ length: SUGGESTIONS }, (_, at) =>
    province.achievement(at * 11).title.slice(0, 2 + (at % 5)),
  );
  const ask = (text: string) => server.call('GET', `search/suggest?q=${encodeURIComponent(text)}`);
  return timeAll(typed, ask, atOnce);
}

/** From the request that publishes to the first answer that holds the record, one after the other. */
export async function timeFindable(server: ProvinceServer): Promise<number[]> {
  const token = await server.logIn('university');
  const times: number[] = [];
  for (let at = 0; at < PUBLISHES; at += 1) {
    const body = {
      title: `测速样品第${at}号 findable${at}x${Date.now()}`,
      description: '用来看一项成果发布后多久能够检索到。',
    };
    const { id } = await server.call<{ id: string }>('POST', 'achievements', body, token);
    const word = body.title.split(' ')[1] ?? '';
    times.push(
      await timed(async () => {
        await server.call('POST', `achievements/${id}/publish`, {}, token);
        const end = Date.now() + FOUND_WITHIN;
        for (;;) {
          const path = `search/achievements?limit=1&q=${encodeURIComponent(`"${word}"`)}`;
          const { items } = await server.call<{ items: { id: string }[] }>('GET', path);
          if (items[0]?.id === id) return;
          if (Date.now() > end) throw new Error('A record that was published is not found.');
          await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
        }
      }),
    );
  }
  return times;
}
