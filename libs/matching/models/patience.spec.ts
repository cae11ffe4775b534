import { describe, expect, it } from '@jest/globals';
import { Patience } from './patience.js';

const never = () => new Promise<never>(() => {});

function patience(timeoutMs = 20) {
  const warnings: string[] = [];
  const clock = { now: 0 };
  const asker = new Patience({
    name: 'The model',
    timeoutMs,
    onTrouble: (message) => warnings.push(message),
    now: () => clock.now,
  });
  return { asker, warnings, clock };
}

describe('Patience', () => {
  it('hands over the answer', async () => {
    expect(await patience().asker.ask(() => Promise.resolve(7))).toBe(7);
  });

  it('waits no longer than it may, and tells whoever works that nobody waits', async () => {
    const { asker, warnings } = patience();
    let told: AbortSignal | undefined;
    expect(
      await asker.ask((signal) => {
        told = signal;
        return never();
      }),
    ).toBeUndefined();
    expect(told?.aborted).toBe(true);
    expect(warnings).toEqual(['The model does not help at the moment: no answer in 20 ms']);
  });

  it('asks nobody during the pause, then one, and warns once of one trouble', async () => {
    const { asker, warnings, clock } = patience();
    let asked = 0;
    const fail = () => {
      asked += 1;
      return Promise.reject(new Error('down'));
    };
    const ask = (count: number, question: () => Promise<unknown>) =>
      Promise.all(Array.from({ length: count }, () => asker.ask(question)));
    await ask(1, fail);
    await ask(3, fail);
    expect(asked).toBe(1);
    clock.now = 30_000;
    await ask(3, fail);
    expect(asked).toBe(2);
    clock.now = 60_000;
    expect(await ask(1, () => Promise.resolve('up'))).toEqual(['up']);
    expect(await ask(2, () => Promise.resolve('up'))).toEqual(['up', 'up']);
    expect(warnings).toHaveLength(1);
    await ask(1, fail);
    expect(warnings).toHaveLength(2);
  });

  it('does not blame the model when whoever waits gives up', async () => {
    const { asker, warnings } = patience(5000);
    const caller = new AbortController();
    const asking = asker.ask(never, { signal: caller.signal });
    caller.abort(new Error('gone home'));
    await expect(asking).rejects.toThrow('gone home');
    expect(await asker.ask(() => Promise.resolve(7))).toBe(7);
    expect(warnings).toEqual([]);
  });
});
