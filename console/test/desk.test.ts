import { beforeEach, describe, expect, test } from 'vitest';
import { cards, chosen, clearDesk, draftOf, handedOn, hasDraft, popped, putAway, registered, ticketMade, WALK_IN } from '../src/desk';

function frame(call: string, state: string): void {
  popped({ call, state, caller: '154****0001' }, 0);
}

beforeEach(clearDesk);

describe('a call that rings', () => {
  test('comes to the front of an idle desk, and before a call that is over', () => {
    frame('first', 'RINGING');
    frame('first', 'TALKING');
    frame('first', 'ENDED');
    frame('second', 'RINGING');
    expect(chosen.value).toBe('second');
  });

  test('does not push aside the caller in talk', () => {
    frame('first', 'RINGING');
    frame('first', 'TALKING');
    frame('second', 'RINGING');
    expect(chosen.value).toBe('first');
  });

  test('leaves the half-written ticket of the last call as it is', () => {
    frame('first', 'TALKING');
    draftOf('first', '15400000001').title = '路灯不亮';
    frame('first', 'ENDED');
    frame('second', 'RINGING');
    expect(draftOf('first', '').title).toBe('路灯不亮');
    expect(draftOf('second', '15400000002').title).toBe('');
  });
});

test('noise on the topic changes nothing', () => {
  popped({ state: 'RINGING' }, 0);
  popped('RINGING', 0);
  expect(cards.value).toEqual([]);
});

test('a registered ticket stands on its call and once in the list, and its draft is gone', () => {
  frame('first', 'TALKING');
  draftOf('first', '').title = '路灯不亮';
  const ticket = { number: '20261122-000001', title: '路灯不亮', direct: false };
  ticketMade('first', ticket);
  ticketMade('first', ticket);
  expect(cards.value[0]!.ticket).toBe('20261122-000001');
  expect(registered.value).toHaveLength(1);
  expect(hasDraft('first')).toBe(false);
});

test('handing the caller on is a result, unless there is one', () => {
  frame('first', 'TALKING');
  handedOn('first');
  expect(cards.value[0]!.result).toBe('TRANSFERRED');
  cards.value = cards.value.map((card) => ({ ...card, result: 'CHASE' }));
  handedOn('first');
  handedOn(null);
  expect(cards.value[0]!.result).toBe('CHASE');
});

test('putting a call away shows the newest that is left', () => {
  frame('first', 'TALKING');
  frame('first', 'ENDED');
  frame('second', 'TALKING');
  frame('second', 'ENDED');
  putAway('second');
  expect(chosen.value).toBe('first');
  putAway('first');
  expect(chosen.value).toBeNull();
});

test('nothing of one person is left on the desk for the next', () => {
  frame('first', 'TALKING');
  draftOf('first', '15400000001').title = '路灯不亮';
  draftOf(WALK_IN, '').content = '补登';
  clearDesk();
  expect(cards.value).toEqual([]);
  expect(chosen.value).toBeNull();
  expect(hasDraft('first')).toBe(false);
  expect(draftOf(WALK_IN, '').content).toBe('');
});
