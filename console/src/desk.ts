/** The agent's desk: calls and half-written tickets. Lives outside the page, so that a call pops wherever the agent is. */
import { computed, reactive, ref, shallowRef } from 'vue';
import { own, setResult } from './agent';
import { get, Problem } from './http';
import { folded, isPopFrame, resultCard, withResult, withTicket, without } from './pop';
import type { PopCard, PopState } from './pop';

export const POP_TOPIC = 'ticketing.pop';

/** A ticket as it is being written. */
export interface Draft {
  nature: string;
  title: string;
  content: string;
  requesterName: string;
  requesterPhone: string;
  area: string;
  urgent: boolean;
  /** The code of what it is sorted by; empty: not sorted. */
  domain: string;
  anonymous: boolean;
  /** Whether units may not know who asks; null: as the nature says. */
  confidential: boolean | null;
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

export const cards = shallowRef<readonly PopCard[]>([]);
export const chosen = ref<string | null>(null);
export const registered = ref<Registered[]>([]);

const drafts = reactive(new Map<string, Draft>());

export const ringing = computed(() => cards.value.find((card) => card.state === 'RINGING') ?? null);
export const chosenCard = computed(() => cards.value.find((card) => card.call === chosen.value) ?? null);
/** The call that a result key means. */
export const owing = computed(() => resultCard(cards.value, chosen.value));

export function draftOf(call: string, phone: string): Draft {
  let draft = drafts.get(call);
  if (draft === undefined) {
    draft = reactive({ nature: '', title: '', content: '', requesterName: '', requesterPhone: phone, area: '', urgent: false, domain: '', anonymous: false, confidential: null, answer: '' });
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

/** Says how a call ended. */
export async function giveResult(call: string, result: string): Promise<void> {
  await setResult(call, result);
  cards.value = withResult(cards.value, call, result);
}

/** The server notes it, too, unless the agent has said something else. */
export function handedOn(call: string | null | undefined): void {
  const card = cards.value.find((one) => one.call === call);
  if (card !== undefined && card.result === null) {
    cards.value = withResult(cards.value, card.call, 'TRANSFERRED');
  }
}

interface CallAnswer {
  readonly id: string;
  readonly hotline: string;
  readonly line: string | null;
  readonly caller: string | null;
  readonly arrivedAt: string;
  readonly queue: string | null;
  readonly waitedMillis: number | null;
  readonly talkedMillis: number | null;
  readonly endedAt: string | null;
  readonly result: string | null;
}

/**
 * After a time in which nothing was heard, or a reload of the page: the call that the agent is in comes (back) to the desk, and
 * calls that are over meanwhile end here, too.
 */
export async function catchUp(): Promise<void> {
  const current = own.value?.call ?? null;
  const unsure = cards.value.filter((card) => card.state !== 'ENDED').map((card) => card.call);
  for (const call of new Set(current === null ? unsure : [...unsure, current])) {
    try {
      const answer = await get<CallAnswer>(`/api/calls/${encodeURIComponent(call)}`);
      const isMine = call === current && own.value?.state === 'TALKING';
      popped(frameOf(answer, isMine ? 'TALKING' : 'ENDED'), Date.now());
      if (answer.result !== null) {
        cards.value = withResult(cards.value, call, answer.result);
      }
    } catch (thrown) {
      // Somebody else's by now, or nobody's: it was not answered here.
      if (thrown instanceof Problem && thrown.status === 404) {
        popped({ call, state: 'ENDED' }, Date.now());
      }
    }
  }
}

function frameOf(answer: CallAnswer, state: PopState): unknown {
  const { id: call, hotline, line, caller, arrivedAt, queue, waitedMillis, talkedMillis } = answer;
  return { call, state, hotline, line, caller, arrivedAt, queue, waitedMillis, talkedMillis };
}

/** Leaves the desk clean for the next person at this browser. */
export function clearDesk(): void {
  cards.value = [];
  chosen.value = null;
  registered.value = [];
  drafts.clear();
}
