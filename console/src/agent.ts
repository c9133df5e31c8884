/** What this person does at a seat, and what can be done with the telephone there. */
import { computed, shallowRef } from 'vue';
import { asProblem, get, send } from './http';
import type { Problem, WordsByKind } from './http';
import { noteServerTime } from './now';
import { visitor } from './session';

export const AGENT_TOPIC = 'telephony.agent';

export type AgentStateName = 'READY' | 'BREAK' | 'TALKING' | 'AFTER_CALL' | 'LEADING' | 'OUT';

/** Somebody is asked while the caller waits. */
export interface Consult {
  readonly kind: 'ATTENDED' | 'THREE_WAY';
  readonly to: string;
  readonly since: string;
  readonly answered: boolean;
}

export interface Agent {
  readonly person: string;
  readonly name?: string;
  readonly hotline?: string;
  readonly seat: string | null;
  readonly state: AgentStateName;
  readonly since: string;
  readonly skills?: readonly { readonly queue: string; readonly penalty: number }[];
  readonly onHold?: boolean;
  readonly transfer?: Consult | null;
  /** Of a break. */
  readonly reason?: string;
  /** The citizen's call that is talked about, or worked on afterwards. */
  readonly call?: string | null;
  /** The break that begins when the talk is over. */
  readonly breakAfter?: string | null;
  /** When after-call work ends by itself. */
  readonly until?: string;
}

interface OwnAnswer extends Agent {
  readonly breakReasons: readonly string[];
  readonly results: readonly string[];
  readonly now: string;
}

export interface WaitingCaller {
  readonly call: string;
  readonly caller: string | null;
  readonly queue: string | null;
  readonly queuedAt: string | null;
}

export const own = shallowRef<Agent | null>(null);
export const ownProblem = shallowRef<Problem | null>(null);
export const breakReasons = shallowRef<readonly string[]>([]);
/** Results of a call in the order of their keys, from 1. */
export const results = shallowRef<readonly string[]>([]);

export const seated = computed(() => own.value?.seat != null);
export const talking = computed(() => own.value?.state === 'TALKING');

export function isAgent(data: unknown): data is Agent {
  if (typeof data !== 'object' || data === null) {
    return false;
  }
  const { person, state, since } = data as { person?: unknown; state?: unknown; since?: unknown };
  return typeof person === 'string' && typeof state === 'string' && typeof since === 'string';
}

/** A frame that comes while the state is asked for is newer than the answer. */
let heardFrames = 0;

/** A frame about an agent; only one's own counts here. */
export function heardOwn(data: unknown): void {
  if (isAgent(data) && data.person === visitor.value?.person) {
    heardFrames += 1;
    own.value = data;
    ownProblem.value = null;
  }
}

export async function loadOwn(): Promise<void> {
  const heardBefore = heardFrames;
  try {
    const answer = await get<OwnAnswer>('/api/agent');
    noteServerTime(answer.now);
    if (heardFrames === heardBefore) {
      own.value = answer;
    }
    breakReasons.value = answer.breakReasons;
    results.value = answer.results;
    ownProblem.value = null;
  } catch (thrown) {
    ownProblem.value = asProblem(thrown);
  }
}

export function clearOwn(): void {
  own.value = null;
  ownProblem.value = null;
}

const AWAY = '话务系统暂时不可用，请稍后再试';

export async function takeSeat(seat: string): Promise<void> {
  await ask('POST', '/api/seat', { seat }, {
    conflict: '该座席已有人签入，或您已在其他座席签入',
    invalid: '座席号不正确',
    unknown: '没有这个座席',
  });
  await loadOwn();
}

export async function leaveSeat(): Promise<void> {
  await send('DELETE', '/api/seat');
  await loadOwn();
}

export async function ready(): Promise<void> {
  await ask('PUT', '/api/agent/state', { state: 'READY' }, { conflict: '话机没有注册到交换机，请先接好话机再示闲' });
}

export async function takeBreak(reason: string): Promise<void> {
  await ask('PUT', '/api/agent/state', { state: 'BREAK', reason }, { conflict: '请先签入座席' });
}

export async function hangUp(): Promise<void> {
  await ask('POST', '/api/agent/hang-up', undefined, { conflict: '话机没有通话' });
}

export async function dial(number: string): Promise<void> {
  await ask('POST', '/api/agent/dial', { number }, {
    conflict: '话机正在使用，请先挂机',
    invalid: '号码为 3 到 20 位，只能有数字、*、# 和 +',
  });
}

export async function waitingCallers(): Promise<readonly WaitingCaller[]> {
  return get<readonly WaitingCaller[]>('/api/agent/waiting');
}

export async function pick(call: string): Promise<void> {
  await ask('POST', '/api/agent/pick', { call }, { conflict: '不能接起：来电已被接听或挂断，或话机正在使用' });
}

const HAND_ON: WordsByKind = {
  conflict: '现在不能转接：没有通话，或对方座席未签入、正在通话',
  invalid: '转接目标不正确：座席为 4 位数字，外线号码为 3 到 20 位',
};

export async function transferBlind(to: string): Promise<void> {
  await ask('POST', '/api/agent/transfer', { kind: 'BLIND', to }, HAND_ON);
}

export async function consult(to: string): Promise<void> {
  await ask('POST', '/api/agent/transfer', { kind: 'ATTENDED', to }, HAND_ON);
}

export async function threeWay(to: string): Promise<void> {
  await ask('POST', '/api/agent/three-way', { to }, HAND_ON);
}

/** The one who is asked joins the caller and oneself. */
export async function join(): Promise<void> {
  await ask('POST', '/api/agent/three-way', {}, { conflict: '没有正在咨询的一方' });
}

export async function completeTransfer(): Promise<void> {
  await ask('POST', '/api/agent/transfer/complete', undefined, { conflict: '没有正在咨询的一方' });
}

export async function cancelTransfer(): Promise<void> {
  await ask('DELETE', '/api/agent/transfer', undefined, { conflict: '没有正在咨询的一方，来电人仍与您通话' });
}

export async function setResult(call: string, result: string): Promise<void> {
  await ask('PUT', `/api/calls/${encodeURIComponent(call)}/result`, { result }, {
    unknown: '只能登记自己接听的通话',
    conflict: '该通话的结果已过可修改的时间',
  });
}

async function ask(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, words: WordsByKind): Promise<void> {
  await send(method, path, body, { words: { away: AWAY, ...words } });
}
