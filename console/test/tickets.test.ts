import { describe, expect, test } from 'vitest';
import { once } from '../src/once';
import { bodyOf, exportAddress, fieldsOf, formsFor, missingIn } from '../src/tickets';
import type { Assignment, Ticket } from '../src/tickets';
import { code, isOpen, nature, ticketEvent, ticketState } from '../src/words';

function assignment(more: Partial<Assignment>): Assignment {
  const at = '2026-11-02T01:00:00Z';
  return { ordinal: 1, unit: 'health', unitName: '卫健委', part: 'LEAD', state: 'IN_HAND', sentAt: at, acknowledgeBy: at, acknowledgedAt: at, due: at, dueProvisional: false, repliedAt: null, extensions: 0, pending: [], cards: [], ...more };
}

function ticket(allowed: readonly string[], assignments: readonly Assignment[] = [assignment({})]): Ticket {
  return { number: '20261102-000001', hotline: 'north', state: 'IN_HAND', nature: 'HELP', title: '路灯不亮', content: '', area: null, requester: null, unit: null, unitName: null, due: null, registeredAt: '', urgent: false, excluded: false, mergedInto: null, merged: [], assignments, supervisionWays: ['现场督办'], call: null, events: [], allowed };
}

const [reply] = formsFor(ticket(['reply']));
const [returning] = formsFor(ticket(['return']));

describe('command forms', () => {
  test('only what the server allows has a button, in the order of a ticket’s life', () => {
    expect(formsFor(ticket(['return', 'reply', 'launch-rocket'])).map((form) => form.command)).toEqual(['reply', 'return']);
    expect(formsFor(ticket([]))).toEqual([]);
  });

  test('what happens to a ticket when its unit is no more has a word', () => {
    expect(ticketEvent('UNIT_SUCCEEDED').text).toBe('单位承继');
  });

  test('what was asked for can be decided, and what was not cannot', () => {
    expect(formsFor(ticket(['grant', 'decline']))).toEqual([]);
    const asking = ticket(['grant', 'decline'], [assignment({ pending: ['EXTENSION'] })]);
    expect(formsFor(asking).map((form) => form.label)).toEqual(['批准延期', '不批准延期']);
    expect(bodyOf(formsFor(asking)[0]!, { words: '同意' })).toEqual({ application: 'EXTENSION', words: '同意' });
  });

  test('a card that stands can be appealed', () => {
    const labels = (one: Ticket) => formsFor(one).map((form) => form.label);
    expect(labels(ticket(['apply']))).not.toContain('申诉发牌');
    expect(labels(ticket(['apply'], [assignment({ cards: ['YELLOW'] })]))).toContain('申诉发牌');
  });

  test('which unit is meant is asked only where several have the ticket', () => {
    const [remind] = formsFor(ticket(['remind']));
    expect(fieldsOf(remind!, ticket(['remind'])).map((field) => field.name)).toEqual(['why']);
    const shared = ticket(['remind'], [assignment({}), assignment({ ordinal: 2, unit: 'water', unitName: '水利局', part: 'ASSIST' })]);
    expect(fieldsOf(remind!, shared).map((field) => field.name)).toEqual(['unit', 'why']);
  });

  test('numbers are numbers, units and names are lists', () => {
    const [dispatch] = formsFor(ticket(['dispatch']));
    expect(bodyOf(dispatch!, { unit: 'health', assisting: ['water'] })).toEqual({ unit: 'health', assisting: ['water'] });
    expect(bodyOf(dispatch!, { unit: 'health', assisting: [] })).toEqual({ unit: 'health' });
    const [extension] = formsFor(ticket(['apply']));
    expect(bodyOf(extension!, { workingDays: 3, why: '等配件' })).toEqual({ application: 'EXTENSION', workingDays: 3, why: '等配件' });
    const [supervise] = formsFor(ticket(['supervise']));
    expect(bodyOf(supervise!, { way: '现场督办', why: '多次未办', with: '张某、李某' })).toEqual({ way: '现场督办', why: '多次未办', with: ['张某', '李某'] });
  });

  test('blanks are not an answer', () => {
    expect(missingIn(reply!, { text: ' \n ' })).toEqual(['text']);
    expect(missingIn(reply!, { text: '已修复' })).toEqual([]);
  });

  test('“not contacted” is said, never left out', () => {
    expect(bodyOf(reply!, { text: ' 已修复 ' })).toEqual({ text: '已修复', contacted: false });
    expect(bodyOf(reply!, { text: '已修复', contacted: true })).toEqual({ text: '已修复', contacted: true });
  });

  test('an optional field that is empty is left out', () => {
    expect(missingIn(returning!, { why: '非本单位职责' })).toEqual([]);
    expect(bodyOf(returning!, { why: '非本单位职责', suggestedUnit: '' })).toEqual({ why: '非本单位职责' });
  });
});

describe('a button pressed twice', () => {
  test('does its work once, and both presses get the result', async () => {
    let made = 0;
    const press = once(async () => {
      made += 1;
      await Promise.resolve();
      return made;
    });
    expect(await Promise.all([press(), press(), press()])).toEqual([1, 1, 1]);
    expect(await press()).toBe(2);
  });

  test('may be pressed again after a failure', async () => {
    let tries = 0;
    const press = once(async () => {
      tries += 1;
      if (tries === 1) {
        throw new Error('away');
      }
      return tries;
    });
    await expect(press()).rejects.toThrow('away');
    expect(await press()).toBe(2);
  });
});

describe('the list as a file', () => {
  test('has the filters of the page, and persons only when they are asked for', () => {
    expect(exportAddress('xlsx', { state: 'DISPATCHED', unit: '' })).toBe('/api/tickets/export.xlsx?state=DISPATCHED');
    expect(exportAddress('csv', { unit: 'water' }, true)).toBe('/api/tickets/export.csv?personal=true&unit=water');
  });
});

describe('words', () => {
  test('one code in all spellings', () => {
    expect(['InHand', 'in-hand', 'IN_HAND'].map(code)).toEqual(['IN_HAND', 'IN_HAND', 'IN_HAND']);
    expect(ticketState('InHand').text).toBe('办理中');
    expect(nature('tip-off')).toBe('举报');
  });

  test('a code that is new to this page is shown as it is', () => {
    expect(ticketEvent('TELEPORTED')).toEqual({ text: 'TELEPORTED', mood: 'plain' });
  });

  test('a handled ticket needs nobody any more', () => {
    expect(['REGISTERED', 'RETURN_REQUESTED', 'REPLIED'].every(isOpen)).toBe(true);
    expect(isOpen('HANDLED')).toBe(false);
  });
});
