import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#contracts/domain-error.js';
import { NEED_STAGES, NEED_STATES, type NeedStage, type NeedState } from '#contracts/needs.js';
import { type Permission, ruleOf } from '../access/permissions.js';
import {
  dueAfter,
  isLate,
  mayCloseForOwner,
  STAGE_LIMITS,
  STAGE_STEPS,
  stageAfter,
  STAGES_OF_STATE,
  type StageStep,
} from './need-stages.rules.js';

const STEPS = Object.keys(STAGE_STEPS) as StageStep[];
/** Every way to act on a need, with the step of its handling that goes with it. */
const ACTIONS: readonly (readonly [Permission, StageStep])[] = [
  ['need.submit', 'collect'],
  ['need.publish', 'collect'],
  ['need.publish', 'accept'],
  ['need.accept', 'accept'],
  ['need.refuse', 'return'],
  ['need.return', 'return'],
  ['need.withdraw', 'withdraw'],
  ['need.assign', 'assign'],
  ['need.recordService', 'recordService'],
  ['need.serve', 'serve'],
  ['need.close', 'close'],
  ['need.rate', 'rate'],
];

interface Standing {
  state: NeedState;
  stage: NeedStage | null;
}

/** What becomes of a need when somebody who may acts on it, or null where the tables refuse. */
function act({ state, stage }: Standing, [permission, step]: (typeof ACTIONS)[number]): Standing | null {
  const rule = ruleOf(permission);
  if (rule.from && !rule.from.includes(state) && rule.to !== state) return null;
  try {
    return { state: (rule.to ?? state) as NeedState, stage: stageAfter(step, stage) };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'transition_not_allowed') return null;
    throw error;
  }
}

describe('the stages of a need', () => {
  it('lead from collection to rating', () => {
    const life: StageStep[] = ['collect', 'accept', 'assign', 'recordService', 'serve', 'close', 'rate'];
    let stage: NeedStage | null = null;
    const passed = life.map((step) => (stage = stageAfter(step, stage)));
    expect(passed).toEqual(['collected', 'accepted', 'assigned', 'assigned', 'served', 'closed', 'rated']);
  });

  it.each([
    ['an enterprise is not served before anybody was assigned', 'serve', 'accepted'],
    ['nobody rates what is open', 'rate', 'served'],
    ['what is closed is not assigned again', 'assign', 'closed'],
    ['what was accepted is no longer refused', 'return', 'accepted'],
    ['what was rated is not closed again', 'close', 'rated'],
    ['a draft is not assigned', 'assign', null],
  ] as const)('%s', (_, step, stage) => {
    expect(() => stageAfter(step, stage)).toThrow(DomainError);
  });

  it('stay where they are when a step is taken twice', () => {
    for (const step of STEPS) {
      for (const stage of STAGE_STEPS[step].from) {
        const after = stageAfter(step, stage);
        expect(stageAfter(step, after)).toBe(after);
      }
    }
  });

  it('never part from the state, whatever is done in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 30 }), (actions) => {
        let need: Standing = { state: 'draft', stage: null };
        for (const action of actions) need = act(need, action) ?? need;
        expect(STAGES_OF_STATE[need.state]).toContain(need.stage);
      }),
      { numRuns: 2000 },
    );
  });

  it('can all be reached, and from each of them a need can still end', () => {
    const reached = new Map<string, Standing>();
    const waiting: Standing[] = [{ state: 'draft', stage: null }];
    for (let need = waiting.pop(); need; need = waiting.pop()) {
      const key = `${need.state}/${need.stage}`;
      if (reached.has(key)) continue;
      reached.set(key, need);
      for (const action of ACTIONS) waiting.push(act(need, action) ?? need);
    }
    const pairs = NEED_STATES.flatMap((state) => STAGES_OF_STATE[state].map((stage) => `${state}/${stage}`));
    expect([...reached.keys()].sort()).toEqual(pairs.sort());
  });
});

describe('time limits', () => {
  it('are set for every stage that waits for somebody', () => {
    expect(NEED_STAGES.filter((stage) => STAGE_LIMITS[stage] === null)).toEqual(['rated']);
  });

  it('count working days from the day on which the stage began', () => {
    expect(dueAfter('collected', new Date('2026-11-20T03:00:00Z'))?.toISOString()).toBe(
      '2026-11-25T16:00:00.000Z',
    );
    expect(dueAfter('rated', new Date())).toBeNull();
  });

  it('let an administrator close only what was served and then left', () => {
    const [before, due, after] = [new Date(1000), new Date(2000), new Date(3000)];
    expect(mayCloseForOwner({ stage: 'served', dueAt: due }, after)).toBe(true);
    expect(mayCloseForOwner({ stage: 'served', dueAt: due }, before)).toBe(false);
    expect(mayCloseForOwner({ stage: 'assigned', dueAt: due }, after)).toBe(false);
    expect(isLate({ dueAt: null }, after)).toBe(false);
  });
});
