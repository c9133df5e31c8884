/** Recorded talks: which there are, and holding them for a dispute. */
import { get, send } from './http';

export interface Recording {
  readonly part: number;
  readonly state: string;
  readonly bytes?: number;
  readonly durationMillis?: number;
  readonly madeAt?: string;
  readonly since?: string;
  readonly why?: string;
}

export interface RecordingHold {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  readonly until: string;
  readonly releasedBy?: string;
  readonly releasedAt?: string;
}

export interface Recordings {
  readonly recordings: readonly Recording[];
  readonly holds: readonly RecordingHold[];
}

export interface Call {
  readonly id: string;
  readonly hotline: string;
  readonly line: string | null;
  readonly caller: string | null;
  readonly arrivedAt: string;
  readonly queue: string | null;
  readonly waitedMillis: number | null;
  readonly talkedMillis: number | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly agent: string | null;
  readonly seat: string | null;
  readonly recording: boolean;
  readonly result: string | null;
}

export const readCall = (id: string): Promise<Call> => get(address(id, ''));

export const listRecordings = (call: string): Promise<Recordings> => get(address(call, '/recordings'), { words: { forbidden: '您没有收听此录音的权限' } });

/** Where a player gets it, piece by piece. */
export function soundAddress(call: string, part: number): string {
  return `${address(call, '/recording')}?part=${part}`;
}

export async function hold(call: string, why: string, until: string): Promise<void> {
  await send('POST', address(call, '/recording-holds'), { why, until }, {
    words: { invalid: '请写明原因（200 字以内），期限须在今后十年之内', conflict: '没有可以保留的录音' },
  });
}

export async function release(call: string, id: string): Promise<void> {
  await send('DELETE', `${address(call, '/recording-holds')}/${id}`, undefined, { words: { unknown: '该保留已经解除或到期' } });
}

export function isInForce(held: RecordingHold, nowMillis: number): boolean {
  return held.releasedAt === undefined && Date.parse(held.until) > nowMillis;
}

function address(call: string, rest: string): string {
  return `/api/calls/${encodeURIComponent(call)}${rest}`;
}
