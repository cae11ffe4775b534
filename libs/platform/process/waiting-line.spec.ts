import { describe, expect, it, jest } from '@jest/globals';
import { WaitedTooLongError, WaitingLine } from './waiting-line.js';

/** Work that ends when the test says so. */
function makeWork(name: string, begun: string[]) {
  let settle = { resolve: (_: string) => {}, reject: (_: Error) => {} };
  const done = new Promise<string>((resolve, reject) => (settle = { resolve, reject }));
  const work = () => {
    begun.push(name);
    return done;
  };
  return { work, end: () => settle.resolve(name), fail: (error: Error) => settle.reject(error) };
}

describe('a waiting line', () => {
  it('lets so many work at once and then the first who came, whatever became of the others', async () => {
    const line = new WaitingLine(2, 60_000);
    const begun: string[] = [];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => makeWork(name, begun));
    const runs = [a, b, c, d].map((one) => line.run(one!.work));
    expect(begun).toEqual(['a', 'b']);
    b!.fail(new Error('broken'));
    await expect(runs[1]).rejects.toThrow('broken');
    expect(begun).toEqual(['a', 'b', 'c']);
    a!.end();
    c!.end();
    d!.end();
    expect(await Promise.all([runs[0], runs[2], runs[3]])).toEqual(['a', 'c', 'd']);
    const later = makeWork('e', begun);
    later.end();
    expect(await line.run(later.work)).toBe('e');
  });

  it('sends away whoever waited too long, without beginning the work, and lets the next in', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    try {
      const line = new WaitingLine(1, 1000);
      const begun: string[] = [];
      const [first, late, fresh] = ['first', 'late', 'fresh'].map((name) => makeWork(name, begun));
      const running = line.run(first!.work);
      const tooLate = line.run(late!.work);
      jest.advanceTimersByTime(1001);
      const next = line.run(fresh!.work);
      first!.end();
      fresh!.end();
      await expect(tooLate).rejects.toThrow(WaitedTooLongError);
      expect([await running, await next]).toEqual(['first', 'fresh']);
      expect(begun).toEqual(['first', 'fresh']);
    } finally {
      jest.useRealTimers();
    }
  });
});
