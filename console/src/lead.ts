/** What a shift leader sees of the shift: agents and waiting callers, live. */
import { isAgent } from './agent';
import type { Agent, AgentStateName } from './agent';
import { get, send } from './http';

export const AGENTS_TOPIC = 'telephony.agents';
export const WAITING_TOPIC = 'telephony.waiting';

export interface Waiter {
  readonly call: string;
  readonly line: string | null;
  readonly caller: string | null;
  readonly queue: string;
  readonly queuedAt: string;
  /** The seat that rings for the caller. */
  readonly seat: string | null;
}

export interface Waiting {
  readonly at: string;
  /** Every call up to then is known; `null` while that cannot be said. */
  readonly completeUntil: string | null;
  readonly count: number;
  readonly calls: readonly Waiter[];
}

export interface Unfinished {
  readonly call: string;
  readonly line: string | null;
  readonly arrivedAt: string;
  readonly endedAt: string;
  readonly agent: string | null;
}

export type ListenMode = 'LISTEN' | 'WHISPER' | 'BARGE';

/** The agents after a frame, by seat. Who left a seat is gone. */
export function withAgent(agents: readonly Agent[], frame: unknown): readonly Agent[] {
  if (!isAgent(frame)) {
    return agents;
  }
  const others = agents.filter((agent) => agent.person !== frame.person);
  if (frame.seat === null) {
    return others;
  }
  return [...others, frame].sort((a, b) => (a.seat ?? '').localeCompare(b.seat ?? '', 'en', { numeric: true }));
}

export function isWaiting(data: unknown): data is Waiting {
  return typeof data === 'object' && data !== null && Array.isArray((data as { calls?: unknown }).calls);
}

export function countOf(agents: readonly Agent[], state: AgentStateName): number {
  return agents.filter((agent) => agent.state === state).length;
}

export const listAgents = (): Promise<readonly Agent[]> => get('/api/agents');
export const listWaiting = (): Promise<Waiting> => get('/api/waiting');
export const listUnfinished = (): Promise<readonly Unfinished[]> => get('/api/calls/without-result');

export async function listen(person: string, mode: ListenMode): Promise<void> {
  await send('POST', `/api/agents/${person}/listen`, { mode }, {
    words: { conflict: '不能接入：请先在班长座席签入并放下话机，且对方须在通话中', away: '话务系统暂时不可用，请稍后再试' },
  });
}

export async function force(person: string, state: 'READY' | 'BREAK' | 'OUT', reason?: string): Promise<void> {
  await send('PUT', `/api/agents/${person}/state`, reason === undefined ? { state } : { state, reason }, {
    words: { conflict: '该座席现在不能改为此状态（话机未注册，或已签出）', away: '话务系统暂时不可用，请稍后再试' },
  });
}
