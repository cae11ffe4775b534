import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { percentile } from '../measurement.js';
import { startProvinceServer, type ProvinceServer } from '../province-server.js';
import { Province } from '../province/province.js';

const PREVIEWS = 200;
const WARM_UP = 20;
const PUBLISHES = 50;
const POLL_MILLISECONDS = 5;
const LOST_AFTER = 20_000;

/** The platform as `npm start` runs it, with a province in its database: what a person waits for. */
export const httpServer: BenchCase = {
  name: 'http',
  measures: ['preview.http.p50', 'preview.http.p95', 'publish.notified.p50', 'publish.notified.p95'],
  isOnRequest: true,
  async run({ size, note }) {
    const province = new Province();
    const server = await startProvinceServer(province, { achievements: size });
    try {
      const previews = await timePreviews(server, province, size);
      note(`${previews.length} needs pasted over HTTP one after the other, the client on the same machine`);
      const published = await timePublishes(server);
      note(`${published.length} of ${PUBLISHES} publications became readable notifications`);
      return [
        { name: 'preview.http.p50', value: percentile(previews, 0.5), unit: 'ms' },
        { name: 'preview.http.p95', value: percentile(previews, 0.95), unit: 'ms' },
        { name: 'publish.notified.p50', value: percentile(published, 0.5), unit: 'ms' },
        { name: 'publish.notified.p95', value: percentile(published, 0.95), unit: 'ms' },
      ];
    } finally {
      await server.stop();
    }
  },
};

async function timePreviews(server: ProvinceServer, province: Province, size: number): Promise<number[]> {
  const times: number[] = [];
  for (const { title, text } of province.needs(WARM_UP + PREVIEWS, size)) {
    times.push(
      await timed(() => server.call('POST', 'matches/preview', { text: `${title}\n${text ?? ''}` })),
    );
  }
  return times.slice(WARM_UP);
}

/** From the request that publishes to the first listing that shows the notification; what never shows is left out. */
async function timePublishes(server: ProvinceServer): Promise<number[]> {
  const university = await server.logIn('university');
  const enterprise = await server.logIn('enterprise');
  const need = await server.call<{ id: string }>('POST', 'needs', NEED, enterprise);
  await server.call('POST', `needs/${need.id}/publish`, {}, enterprise);
  const times: number[] = [];
  for (let i = 0; i < PUBLISHES; i += 1) {
    const title = `${ACHIEVEMENT.title}（第${i + 1}批）`;
    const body = { ...ACHIEVEMENT, title };
    const { id } = await server.call<{ id: string }>('POST', 'achievements', body, university);
    let isTold = false;
    const time = await timed(async () => {
      await server.call('POST', `achievements/${id}/publish`, {}, university);
      const givenUp = Date.now() + LOST_AFTER;
      while (!isTold && Date.now() < givenUp) {
        const { items } = await server.call<{ items: { title: string; body: string }[] }>(
          'GET',
          'notifications?limit=10',
          undefined,
          enterprise,
        );
        isTold = items.some((item) => `${item.title}${item.body}`.includes(title));
        if (!isTold) await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      }
    });
    if (isTold) times.push(time);
  }
  return times;
}

const NEED = {
  title: '废旧三元锂电池低温破碎与钴镍回收',
  description:
    '需要在零下六十摄氏度以下破碎废旧三元锂电池并回收钴、镍，钴回收率不低于 98%，破碎时不起火，粉尘排放低。',
  keywords: ['三元锂电池', '低温破碎', '钴回收'],
};
const ACHIEVEMENT = {
  title: '废旧三元锂电池低温破碎及钴镍高效回收工艺',
  description:
    '采用液氮低温破碎废旧三元锂电池，破碎时不起火，再以酸浸和萃取回收钴、镍，钴回收率 98.6%，镍回收率 97.9%，粉尘排放低，已完成中试。',
  keywords: ['三元锂电池', '低温破碎', '钴回收'],
};
