/** What the agent's keys mean. The telephone and the ticket are worked by one pair of hands: no command needs the mouse. */

export type Command = 'ready' | 'break' | 'hang-up' | 'transfer' | 'dial' | 'pick' | 'complete' | 'join' | 'back';

export type KeyMeaning = { readonly command: Command } | { readonly result: number };

export interface Press {
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

/** With Alt, in text fields too. Letters that Chromium's own menus do not take (D, E and F are). */
const LETTERS: Readonly<Record<string, Command>> = {
  KeyR: 'ready',
  KeyB: 'break',
  KeyH: 'hang-up',
  KeyT: 'transfer',
  KeyC: 'dial',
  KeyP: 'pick',
  KeyY: 'complete',
  KeyJ: 'join',
  KeyU: 'back',
};

/**
 * The command of a key, `null` for none.
 *
 * @param typing whether the key goes into a text field: a digit alone is then a digit
 */
export function meaning(press: Press, typing: boolean): KeyMeaning | null {
  if (press.ctrlKey || press.metaKey || press.shiftKey || press.repeat || press.isComposing) {
    return null;
  }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit !== undefined) {
    return press.altKey || !typing ? { result: Number(digit) } : null;
  }
  const command = press.altKey ? LETTERS[press.code] : undefined;
  return command === undefined ? null : { command };
}

/** Whether keys pressed there are text. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type=radio],[type=checkbox],[type=range]), textarea, select, [contenteditable]') !== null;
}
