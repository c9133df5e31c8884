import { describe, expect, test } from 'vitest';
import type { Agent, AgentStateName } from '../src/agent';
import { stateOf } from '../src/lines';
import type { Unwelcome } from '../src/lines';
import { countOf, isWaiting, withAgent } from '../src/lead';

function agent(person: string, seat: string | null, state: AgentStateName): Agent {
  return { person, seat, state, since: '2026-11-25T01:00:00Z' };
}

describe('the agents of the shift', () => {
  const two = [agent('wang', '1001', 'READY'), agent('li', '1010', 'BREAK')];

  test('a frame replaces the agent whom it is about', () => {
    const after = withAgent(two, agent('wang', '1001', 'TALKING'));
    expect(after.map((one) => one.state)).toEqual(['TALKING', 'BREAK']);
    expect(countOf(after, 'TALKING')).toBe(1);
  });

  test('who takes a seat stands in its place, who leaves one is gone', () => {
    expect(withAgent(two, agent('zhao', '1002', 'READY')).map((one) => one.seat)).toEqual(['1001', '1002', '1010']);
    expect(withAgent(two, agent('wang', null, 'OUT')).map((one) => one.person)).toEqual(['li']);
  });

  test('who moves to another seat is there once', () => {
    expect(withAgent(two, agent('wang', '1020', 'READY')).map((one) => one.seat)).toEqual(['1010', '1020']);
  });

  test('noise changes nothing', () => {
    expect(withAgent(two, null)).toBe(two);
    expect(withAgent(two, { person: 7 })).toBe(two);
    expect(isWaiting({ count: 1 })).toBe(false);
  });
});

describe('a malicious caller', () => {
  const now = Date.parse('2026-11-25T01:00:00Z');
  const found = (state: Unwelcome['state'], until: string): Unwelcome => ({
    id: 'u', caller: '154****0001', treatment: 'LAST', evidence: ['a'], why: '辱骂', proposedBy: '赵班长', proposedAt: '2026-11-24T01:00:00Z', until, state,
  });

  test('is one no more when the time is over, without anybody doing anything', () => {
    expect(stateOf(found('APPROVED', '2026-11-25T01:00:01Z'), now)).toBe('APPROVED');
    expect(stateOf(found('APPROVED', '2026-11-25T01:00:00Z'), now)).toBe('EXPIRED');
    expect(stateOf(found('PROPOSED', '2026-11-25T00:00:00Z'), now)).toBe('EXPIRED');
    expect(stateOf(found('LIFTED', '2026-11-25T00:00:00Z'), now)).toBe('LIFTED');
  });
});
