/** What changes a caller's way: switches of the shift leader, malicious callers; and what callers leave: messages, wishes. */
import { get, send } from './http';

export interface LineSwitch {
  readonly id: string;
  readonly mode: 'NOTICE' | 'SURGE' | 'NIGHT';
  readonly from: string;
  readonly until: string;
  readonly by: string;
  readonly text?: string;
  readonly takesMessages?: boolean;
  readonly number?: string;
}

export interface NewSwitch {
  readonly mode: LineSwitch['mode'];
  readonly until: string;
  readonly text?: string;
  readonly takesMessages?: boolean;
  readonly number?: string;
}

export interface Unwelcome {
  readonly id: string;
  readonly caller: string;
  readonly treatment: 'ANNOUNCED' | 'LAST';
  readonly evidence: readonly string[];
  readonly why: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly until: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'LIFTED';
}

export interface Proposal {
  readonly treatment: Unwelcome['treatment'];
  readonly evidence: readonly string[];
  readonly why: string;
  readonly until: string;
}

export interface Message {
  readonly call: string;
  readonly line: string | null;
  readonly takenAt: string;
  readonly heardBy: string | null;
}

/** A caller who asked to be called back. */
export interface Wish {
  readonly call: string;
  readonly caller: string | null;
  readonly wishedAt: string;
  readonly hasMessage: boolean;
  readonly tries: number;
  readonly triedAt: string | null;
  readonly triedBy: string | null;
  /** Whether the caller rang again and was answered. */
  readonly answeredSince: boolean;
}

export const listSwitches = (): Promise<readonly LineSwitch[]> => get('/api/switches');
export const listUnwelcome = (): Promise<readonly Unwelcome[]> => get('/api/unwelcome');
export const listMessages = (): Promise<readonly Message[]> => get('/api/messages');

export const listWishes = (): Promise<readonly Wish[]> => get('/api/callback-wishes');

export async function callBack(call: string): Promise<void> {
  await send('POST', `/api/callback-wishes/${encodeURIComponent(call)}/call`, {}, {
    words: { conflict: '不能回拨：已有人处理或正在回拨，或您的话机正在使用、未签入座席', away: '话务系统暂时不可用，请稍后再试' },
  });
}

export async function wishDone(call: string): Promise<void> {
  await send('POST', `/api/callback-wishes/${encodeURIComponent(call)}/done`, {}, { words: { conflict: '已有人处理过' } });
}

export async function switchOn(wanted: NewSwitch): Promise<void> {
  await send('POST', '/api/switches', wanted, {
    words: {
      conflict: '同样的开关已经打开，请先关闭再重新设置',
      invalid: '内容有误：结束时间须在今后 14 天之内，语音文字一行不超过 500 字，号码为 3 到 20 位',
      limit: '同时打开的开关过多，请先关闭不用的',
    },
  });
}

export async function switchOff(id: string): Promise<void> {
  await send('DELETE', `/api/switches/${id}`, undefined, { words: { unknown: '该开关已经结束' } });
}

export async function propose(proposal: Proposal): Promise<void> {
  await send('POST', '/api/unwelcome', proposal, {
    words: {
      conflict: '该来电号码已在名单中',
      invalid: '内容有误：所选通话须为同一个已显示的号码，期限须在一年之内，并写明理由',
      unknown: '没有找到所选的通话',
    },
  });
}

export async function approve(id: string): Promise<void> {
  await send('POST', `/api/unwelcome/${id}/approve`, {}, {
    words: { forbidden: '本人提请的须由他人审批', conflict: '已有人处理过，或期限已过' },
  });
}

export async function lift(id: string): Promise<void> {
  await send('POST', `/api/unwelcome/${id}/lift`, {}, { words: { conflict: '已有人处理过' } });
}

/** What the person reads as its state: one that is over by its time is no more in force. */
export function stateOf(found: Unwelcome, nowMillis: number): string {
  return found.state !== 'LIFTED' && Date.parse(found.until) <= nowMillis ? 'EXPIRED' : found.state;
}
