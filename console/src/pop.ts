/**
 * What the agent sees of calls: the pure fold of `ticketing.pop` frames into cards, one per call. Frames may come
 * again (after a reconnect) and may leave out what an earlier one said; a card never goes back in its life.
 */

export type PopState = 'RINGING' | 'TALKING' | 'ENDED';

export interface EarlierCall {
  readonly id: string;
  readonly at: string;
  readonly outcome: string | null;
}

export interface EarlierTicket {
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly registeredAt: string;
}

export interface PopFrame {
  readonly call: string;
  readonly state: PopState;
  readonly hotline?: string;
  readonly line?: string;
  readonly caller?: string | null;
  readonly callerFull?: string | null;
  readonly arrivedAt?: string;
  readonly queue?: string | null;
  readonly earlierCalls?: readonly EarlierCall[];
  readonly tickets?: readonly EarlierTicket[];
  readonly waitedMillis?: number | null;
  readonly talkedMillis?: number | null;
}

/** One call as the desk holds it. Times are of this browser's clock, because running clocks are drawn with it. */
export interface PopCard {
  readonly call: string;
  readonly state: PopState;
  readonly hotline: string | null;
  readonly line: string | null;
  readonly caller: string | null;
  readonly callerFull: string | null;
  readonly arrivedAt: string | null;
  readonly queue: string | null;
  readonly earlierCalls: readonly EarlierCall[];
  readonly tickets: readonly EarlierTicket[];
  readonly rangAtMillis: number;
  readonly talkingSinceMillis: number | null;
  readonly endedAtMillis: number | null;
  readonly waitedMillis: number | null;
  readonly talkedMillis: number | null;
  /** Number of the ticket that was registered for this call, once there is one. */
  readonly ticket: string | null;
  /** How the call ended, as the agent said by one key. */
  readonly result: string | null;
}

/** Cards beside each other on the desk; beyond it the oldest finished one goes. */
export const MAX_CARDS = 12;

export function isPopFrame(data: unknown): data is PopFrame {
  if (typeof data !== 'object' || data === null) {
    return false;
  }
  const { call, state } = data as { call?: unknown; state?: unknown };
  return typeof call === 'string' && call !== '' && (state === 'RINGING' || state === 'TALKING' || state === 'ENDED');
}

/** The cards after this frame, newest call last. Returns the same array when nothing changed. */
export function folded(cards: readonly PopCard[], frame: PopFrame, nowMillis: number): readonly PopCard[] {
  const place = cards.findIndex((card) => card.call === frame.call);
  const before = cards[place];
  if (before === undefined) {
    return bounded([...cards.filter((card) => !isDone(card)), entered(filled(blank(frame.call, nowMillis), frame), frame, nowMillis)]);
  }
  if (goesBack(before, frame.state)) {
    return cards;
  }
  const after = entered(filled(before, frame), frame, nowMillis);
  return cards.map((card, index) => (index === place ? after : card));
}

export function withTicket(cards: readonly PopCard[], call: string, ticket: string): readonly PopCard[] {
  return cards.map((card) => (card.call === call ? { ...card, ticket } : card));
}

export function withResult(cards: readonly PopCard[], call: string, result: string): readonly PopCard[] {
  return cards.map((card) => (card.call === call ? { ...card, result } : card));
}

/** The call that a result key means: the one before the agent's eyes if it was taken, else the newest that lacks a result. */
export function resultCard(cards: readonly PopCard[], chosen: string | null): PopCard | null {
  const shown = cards.find((card) => card.call === chosen && wasTaken(card));
  return shown ?? cards.findLast((card) => wasTaken(card) && card.result === null) ?? null;
}

/** Whether a ticket is still to be written for it: it was taken, and neither a ticket nor another result says how it ended. */
export function owesTicket(card: PopCard): boolean {
  return wasTaken(card) && card.ticket === null && (card.result === null || card.result === 'TICKET');
}

export function without(cards: readonly PopCard[], call: string): readonly PopCard[] {
  return cards.filter((card) => card.call !== call);
}

/** Open tickets first, then by age, newest first. */
export function openFirst(tickets: readonly EarlierTicket[], isOpen: (state: string) => boolean): EarlierTicket[] {
  return [...tickets].sort(
    (a, b) => Number(isOpen(b.state)) - Number(isOpen(a.state)) || b.registeredAt.localeCompare(a.registeredAt),
  );
}

/** Whether the agent ever spoke with this caller. */
export function wasTaken(card: PopCard): boolean {
  return card.talkingSinceMillis !== null || (card.talkedMillis ?? 0) > 0;
}

/** Nothing is left to do: its ticket is written, it needs none, or nobody spoke. The next call clears it away. */
function isDone(card: PopCard): boolean {
  return card.state === 'ENDED' && !owesTicket(card);
}

function goesBack(card: PopCard, next: PopState): boolean {
  switch (card.state) {
    case 'RINGING':
      return false;
    case 'TALKING':
      return next === 'RINGING';
    case 'ENDED':
      // A queue rings the same agent again for a call that was not picked up the first time.
      return next !== 'ENDED' && wasTaken(card);
  }
}

function entered(card: PopCard, frame: PopFrame, nowMillis: number): PopCard {
  switch (frame.state) {
    case 'RINGING':
      return card.state === 'ENDED' ? { ...card, state: 'RINGING', rangAtMillis: nowMillis, endedAtMillis: null } : { ...card, state: 'RINGING' };
    case 'TALKING':
      return { ...card, state: 'TALKING', talkingSinceMillis: card.talkingSinceMillis ?? nowMillis, endedAtMillis: null };
    case 'ENDED':
      return { ...card, state: 'ENDED', endedAtMillis: card.endedAtMillis ?? nowMillis };
  }
}

function filled(card: PopCard, frame: PopFrame): PopCard {
  return {
    ...card,
    hotline: frame.hotline ?? card.hotline,
    line: frame.line ?? card.line,
    caller: frame.caller ?? card.caller,
    callerFull: frame.callerFull ?? card.callerFull,
    arrivedAt: frame.arrivedAt ?? card.arrivedAt,
    queue: frame.queue ?? card.queue,
    earlierCalls: frame.earlierCalls ?? card.earlierCalls,
    tickets: frame.tickets ?? card.tickets,
    waitedMillis: frame.waitedMillis ?? card.waitedMillis,
    talkedMillis: frame.talkedMillis ?? card.talkedMillis,
  };
}

function blank(call: string, nowMillis: number): PopCard {
  return {
    call,
    state: 'RINGING',
    hotline: null,
    line: null,
    caller: null,
    callerFull: null,
    arrivedAt: null,
    queue: null,
    earlierCalls: [],
    tickets: [],
    rangAtMillis: nowMillis,
    talkingSinceMillis: null,
    endedAtMillis: null,
    waitedMillis: null,
    talkedMillis: null,
    ticket: null,
    result: null,
  };
}

function bounded(cards: PopCard[]): readonly PopCard[] {
  if (cards.length <= MAX_CARDS) {
    return cards;
  }
  const ended = cards.findIndex((card) => card.state === 'ENDED');
  return cards.filter((_, index) => index !== Math.max(0, ended));
}
