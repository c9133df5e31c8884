/** The agent's desk: seat, calls and half-written tickets. Lives outside the page, so that a call pops wherever the agent is. */
import { computed, reactive, ref, shallowRef } from 'vue';
import { asProblem, get, Problem, send } from './http';
import { folded, isPopFrame, withTicket, without } from './pop';
import type { PopCard } from './pop';

export const POP_TOPIC = 'ticketing.pop';

export interface SeatAnswer {
  readonly seat: string | null;
  readonly state: 'READY' | 'OUT';
}

/** A ticket as it is being written. */
export interface Draft {
  nature: string;
  title: string;
  content: string;
  requesterName: string;
  requesterPhone: string;
  area: string;
  urgent: boolean;
  answer: string;
}

export interface Registered {
  readonly number: string;
  readonly title: string;
  readonly direct: boolean;
}

/** Key of the draft that belongs to no call. */
export const WALK_IN = '';

const MAX_REGISTERED = 20;

export const seat = shallowRef<SeatAnswer | null>(null);
export const seatProblem = shallowRef<Problem | null>(null);
export const cards = shallowRef<readonly PopCard[]>([]);
export const chosen = ref<string | null>(null);
export const registered = ref<Registered[]>([]);

const drafts = reactive(new Map<string, Draft>());

export const ringing = computed(() => cards.value.find((card) => card.state === 'RINGING') ?? null);
export const chosenCard = computed(() => cards.value.find((card) => card.call === chosen.value) ?? null);

export function draftOf(call: string, phone: string): Draft {
  let draft = drafts.get(call);
  if (draft === undefined) {
    draft = reactive({ nature: '', title: '', content: '', requesterName: '', requesterPhone: phone, area: '', urgent: false, answer: '' });
    drafts.set(call, draft);
  }
  return draft;
}

export function hasDraft(call: string): boolean {
  const draft = drafts.get(call);
  return draft !== undefined && (draft.title !== '' || draft.content !== '' || draft.nature !== '');
}

export function dropDraft(call: string): void {
  drafts.delete(call);
}

/** A frame of the pop topic; a call that starts to ring comes to the front. */
export function popped(data: unknown, nowMillis: number): void {
  if (!isPopFrame(data)) {
    return;
  }
  const before = cards.value;
  const known = before.some((card) => card.call === data.call);
  cards.value = folded(before, data, nowMillis);
  const talking = chosenCard.value?.state === 'TALKING';
  if (cards.value !== before && !talking && (data.state === 'RINGING' || !known || data.state === 'TALKING')) {
    chosen.value = data.call;
  }
  for (const call of drafts.keys()) {
    if (call !== WALK_IN && !cards.value.some((card) => card.call === call)) {
      drafts.delete(call);
    }
  }
}

export function ticketMade(call: string, ticket: Registered): void {
  cards.value = withTicket(cards.value, call, ticket.number);
  if (!registered.value.some((one) => one.number === ticket.number)) {
    registered.value = [ticket, ...registered.value].slice(0, MAX_REGISTERED);
  }
  drafts.delete(call);
}

export function putAway(call: string): void {
  cards.value = without(cards.value, call);
  drafts.delete(call);
  if (chosen.value === call) {
    chosen.value = cards.value.at(-1)?.call ?? null;
  }
}

export async function loadSeat(): Promise<void> {
  try {
    seat.value = await get<SeatAnswer>('/api/seat');
    seatProblem.value = null;
  } catch (thrown) {
    seatProblem.value = asProblem(thrown);
  }
}

export async function takeSeat(name: string): Promise<void> {
  await send('POST', '/api/seat', { seat: name }, {
    words: {
      conflict: '该座席已有人签入，或您已在其他座席签入',
      invalid: '座席号不正确',
      unknown: '没有这个座席',
      away: '话务系统暂时不可用，请稍后再试',
    },
  });
  await loadSeat();
}

export async function leaveSeat(): Promise<void> {
  await send('DELETE', '/api/seat');
  await loadSeat();
}

/** Leaves the desk clean for the next person at this browser. */
export function clearDesk(): void {
  seat.value = null;
  seatProblem.value = null;
  cards.value = [];
  chosen.value = null;
  registered.value = [];
  drafts.clear();
}
