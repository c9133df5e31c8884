import { describe, expect, test } from 'vitest';
import { meaning } from '../src/keys';
import type { Press } from '../src/keys';

function press(code: string, more: Partial<Press> = {}): Press {
  return { code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, isComposing: false, ...more };
}

const alt = (code: string): Press => press(code, { altKey: true });

describe('a digit', () => {
  test('is a result, from both rows of the keyboard', () => {
    expect(meaning(press('Digit1'), false)).toEqual({ result: 1 });
    expect(meaning(press('Numpad7'), false)).toEqual({ result: 7 });
  });

  test('is a digit while somebody types, unless Alt is held', () => {
    expect(meaning(press('Digit1'), true)).toBeNull();
    expect(meaning(alt('Digit1'), true)).toEqual({ result: 1 });
  });

  test('0 is none', () => {
    expect(meaning(press('Digit0'), false)).toBeNull();
  });
});

describe('a letter', () => {
  test('is a command with Alt only, also in a text field', () => {
    expect(meaning(alt('KeyR'), true)).toEqual({ command: 'ready' });
    expect(meaning(alt('KeyH'), false)).toEqual({ command: 'hang-up' });
    expect(meaning(press('KeyH'), false)).toBeNull();
  });

  test("is the browser's where no command has it", () => {
    expect(meaning(alt('KeyD'), false)).toBeNull();
    expect(meaning(alt('KeyF'), false)).toBeNull();
  });
});

test('a key that is held down, belongs to the input method, or comes with Ctrl or Shift does nothing', () => {
  expect(meaning(press('Digit1', { repeat: true }), false)).toBeNull();
  expect(meaning(press('Digit1', { isComposing: true }), false)).toBeNull();
  expect(meaning(press('Digit1', { ctrlKey: true }), false)).toBeNull();
  expect(meaning(press('KeyH', { altKey: true, shiftKey: true }), false)).toBeNull();
});
