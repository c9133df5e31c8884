import { describe, expect, test } from 'vitest';
import { folded, isPopFrame, MAX_CARDS, openFirst, owesTicket, resultCard, wasTaken, without, withResult, withTicket } from '../src/pop';
import type { PopCard, PopFrame } from '../src/pop';
import { isOpen } from '../src/words';

const CALL = 'pbx1-1795303319.0';
const RINGING: PopFrame = {
  call: CALL,
  state: 'RINGING',
  hotline: 'ningling',
  line: '12345',
  caller: '154****0001',
  callerFull: '15400000001',
  arrivedAt: '2026-11-22T01:00:00Z',
  queue: 'hotline',
  earlierCalls: [{ id: 'earlier', at: '2026-11-20T01:00:00Z', outcome: 'ANSWERED' }],
  tickets: [],
  waitedMillis: null,
  talkedMillis: null,
};

function life(...steps: [PopFrame, number][]): PopCard {
  const cards = steps.reduce<readonly PopCard[]>((before, [frame, at]) => folded(before, frame, at), []);
  expect(cards).toHaveLength(1);
  return cards[0]!;
}

describe('one call', () => {
  test('rings, is talked, ends: with the clocks of each', () => {
    const card = life(
      [RINGING, 1_000],
      [{ call: CALL, state: 'TALKING', waitedMillis: 7_400 }, 6_000],
      [{ call: CALL, state: 'ENDED', talkedMillis: 61_000 }, 67_000],
    );
    expect(card).toMatchObject({ state: 'ENDED', rangAtMillis: 1_000, talkingSinceMillis: 6_000, endedAtMillis: 67_000, waitedMillis: 7_400, talkedMillis: 61_000 });
    expect(wasTaken(card)).toBe(true);
  });

  test('keeps what a later, shorter frame leaves out', () => {
    const card = life([RINGING, 1_000], [{ call: CALL, state: 'TALKING', caller: null, callerFull: null }, 2_000]);
    expect(card).toMatchObject({ caller: '154****0001', callerFull: '15400000001', queue: 'hotline' });
    expect(card.earlierCalls).toHaveLength(1);
  });

  test('said again after a reconnect does not start its clocks anew', () => {
    const card = life([RINGING, 1_000], [RINGING, 3_000], [{ call: CALL, state: 'TALKING' }, 4_000], [{ call: CALL, state: 'TALKING' }, 9_000]);
    expect(card).toMatchObject({ rangAtMillis: 1_000, talkingSinceMillis: 4_000 });
  });

  test('never goes back from talking to ringing, nor from its end', () => {
    expect(life([RINGING, 1], [{ call: CALL, state: 'TALKING' }, 2], [RINGING, 3]).state).toBe('TALKING');
    expect(life([{ call: CALL, state: 'TALKING' }, 1], [{ call: CALL, state: 'ENDED' }, 2], [RINGING, 3], [{ call: CALL, state: 'TALKING' }, 4]).state).toBe('ENDED');
  });

  test('that was not picked up rings the same agent again, with a new clock', () => {
    const card = life([RINGING, 1_000], [{ call: CALL, state: 'ENDED' }, 16_000], [RINGING, 20_000]);
    expect(card).toMatchObject({ state: 'RINGING', rangAtMillis: 20_000, endedAtMillis: null });
    expect(wasTaken(card)).toBe(false);
  });

  test('first heard of while it is talked is shown as talked', () => {
    expect(life([{ ...RINGING, state: 'TALKING' }, 5_000])).toMatchObject({ state: 'TALKING', talkingSinceMillis: 5_000 });
  });

  test('keeps its ticket through the frames that follow', () => {
    const talking = folded([], { ...RINGING, state: 'TALKING' }, 1);
    const after = folded(withTicket(talking, CALL, '20261122-000001'), { call: CALL, state: 'ENDED' }, 2);
    expect(after[0]).toMatchObject({ state: 'ENDED', ticket: '20261122-000001' });
  });
});

describe('the desk', () => {
  test('a frame that changes nothing leaves the same array', () => {
    const cards = folded([], { ...RINGING, state: 'TALKING' }, 1);
    expect(folded(cards, RINGING, 2)).toBe(cards);
  });

  test('is bounded: the oldest finished call goes, the call in talk stays', () => {
    let cards: readonly PopCard[] = folded([], { ...RINGING, state: 'TALKING' }, 0);
    for (let i = 0; i < MAX_CARDS; i += 1) {
      cards = folded(cards, { call: `other-${i}`, state: 'TALKING' }, i);
      cards = folded(cards, { call: `other-${i}`, state: 'ENDED' }, i);
    }
    const calls = cards.map((card) => card.call);
    expect(calls).toHaveLength(MAX_CARDS);
    expect(calls).toContain(CALL);
    expect(calls).not.toContain('other-0');
    expect(calls).toContain('other-1');
  });

  test('the next call clears away what is done, and keeps what still owes a ticket', () => {
    let cards: readonly PopCard[] = [];
    for (const call of ['written', 'owing']) {
      cards = folded(cards, { call, state: 'TALKING' }, 1);
      cards = folded(cards, { call, state: 'ENDED' }, 2);
    }
    cards = withTicket(cards, 'written', '20261122-000009');
    cards = folded(cards, { call: 'not picked up', state: 'RINGING' }, 3);
    cards = folded(cards, { call: 'not picked up', state: 'ENDED' }, 4);
    expect(folded(cards, RINGING, 5).map((card) => card.call)).toEqual(['owing', CALL]);
  });

  test('a call that is put away takes no other with it', () => {
    const cards = folded(folded([], RINGING, 1), { ...RINGING, call: 'other' }, 2);
    expect(without(cards, CALL).map((card) => card.call)).toEqual(['other']);
  });
});

test('open tickets come before finished ones, each newest first', () => {
  const ticket = (number: string, state: string, registeredAt: string) => ({ number, state, registeredAt, title: '' });
  const sorted = openFirst(
    [
      ticket('closed-new', 'CLOSED', '2026-11-21T00:00:00Z'),
      ticket('open-old', 'IN_HAND', '2026-11-01T00:00:00Z'),
      ticket('handled', 'HANDLED', '2026-11-22T00:00:00Z'),
      ticket('open-new', 'DISPATCHED', '2026-11-02T00:00:00Z'),
    ],
    isOpen,
  );
  expect(sorted.map((one) => one.number)).toEqual(['open-new', 'open-old', 'handled', 'closed-new']);
});

test('what is no frame is not folded', () => {
  expect(isPopFrame(RINGING)).toBe(true);
  for (const odd of [null, 'RINGING', {}, { call: '', state: 'RINGING' }, { call: CALL, state: 'PAUSED' }, { call: 7, state: 'ENDED' }]) {
    expect(isPopFrame(odd)).toBe(false);
  }
});

describe('the result of a call', () => {
  const talked = (call: string, cards: readonly PopCard[] = []): readonly PopCard[] =>
    ['RINGING', 'TALKING', 'ENDED'].reduce((before, state) => folded(before, { ...RINGING, call, state: state as PopFrame['state'] }, 0), cards);

  test('is meant for the call before the eyes, else for the newest that lacks one', () => {
    const cards = talked('second', talked('first'));
    expect(resultCard(cards, 'first')?.call).toBe('first');
    expect(resultCard(cards, null)?.call).toBe('second');
    expect(resultCard(withResult(cards, 'second', 'SILENT'), null)?.call).toBe('first');
  });

  test('is not asked of a call that only rings', () => {
    const cards = folded([], RINGING, 0);
    expect(resultCard(cards, CALL)).toBeNull();
  });

  test('says whether a ticket is owed', () => {
    const card = talked('first')[0]!;
    expect(owesTicket(card)).toBe(true);
    expect(owesTicket({ ...card, result: 'TICKET' })).toBe(true);
    expect(owesTicket({ ...card, result: 'TICKET', ticket: '20261125-000001' })).toBe(false);
    expect(owesTicket({ ...card, result: 'WRONG_NUMBER' })).toBe(false);
  });

  test('that needs no ticket lets the next call clear the card away', () => {
    const cards = withResult(talked('first'), 'first', 'SILENT');
    expect(folded(cards, { ...RINGING, call: 'next' }, 0).map((card) => card.call)).toEqual(['next']);
  });
});
