import { describe, expect, test } from 'vitest';
import { once } from '../src/once';
import { bodyOf, formsFor, missingIn } from '../src/tickets';
import { code, isOpen, nature, ticketEvent, ticketState } from '../src/words';

const [reply] = formsFor(['reply']);
const [returning] = formsFor(['return']);

describe('command forms', () => {
  test('only what the server allows has a button, in the order of a ticket’s life', () => {
    expect(formsFor(['return', 'reply', 'launch-rocket']).map((form) => form.command)).toEqual(['reply', 'return']);
    expect(formsFor([])).toEqual([]);
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

describe('words', () => {
  test('one code in all spellings', () => {
    expect(['InHand', 'in-hand', 'IN_HAND'].map(code)).toEqual(['IN_HAND', 'IN_HAND', 'IN_HAND']);
    expect(ticketState('InHand').text).toBe('办理中');
    expect(nature('tip-off')).toBe('举报');
  });

  test('a code that is new to this page is shown as it is', () => {
    expect(ticketEvent('SUSPENDED')).toEqual({ text: 'SUSPENDED', mood: 'plain' });
  });

  test('a handled ticket needs nobody any more', () => {
    expect(['REGISTERED', 'RETURN_REQUESTED', 'REPLIED'].every(isOpen)).toBe(true);
    expect(isOpen('HANDLED')).toBe(false);
  });
});
