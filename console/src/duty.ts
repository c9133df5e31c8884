/** The duty roster, and what duty must acknowledge. */
import { get, send } from './http';

export interface OnDuty {
  readonly unit: string | null;
  readonly unitName: string;
  readonly shift: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly until: string;
}

export interface Shift {
  readonly id: string;
  readonly unit: string | null;
  readonly unitName: string;
  readonly from: string;
  readonly until: string;
  readonly a: string;
  readonly b: string | null;
  readonly handovers: readonly { readonly at: string; readonly from: string; readonly to: string; readonly note: string }[];
}

export interface DutyStaff {
  readonly unit: string | null;
  readonly unitName: string;
  readonly person: string;
  readonly name: string;
}

export interface DutyCall {
  readonly id: string;
  readonly unit: string | null;
  readonly unitName: string;
  readonly cause: string;
  readonly ticket: string;
  readonly step: string;
  readonly madeAt: string;
  readonly told: readonly { readonly step: string; readonly at: string; readonly people: readonly string[] }[];
}

export const DUTY_TOPIC = 'ticketing.duty';

export async function onDutyNow(): Promise<readonly OnDuty[]> {
  return (await get<{ onDuty: OnDuty[] }>('/api/duty')).onDuty;
}

export async function listShifts(fromMillis: number): Promise<readonly Shift[]> {
  return (await get<{ shifts: Shift[] }>(`/api/duty/shifts?from=${new Date(fromMillis).toISOString()}`)).shifts;
}

export async function listStaff(): Promise<readonly DutyStaff[]> {
  return (await get<{ staff: DutyStaff[] }>('/api/duty/staff')).staff;
}

export async function planShift(shift: { readonly unit?: string; readonly from: string; readonly until: string; readonly a: string; readonly b?: string }): Promise<void> {
  await send('POST', '/api/duty/shifts', shift, { words: { conflict: '该时段已有人值班，请先取消原班次' } });
}

export async function cancelShift(id: string): Promise<void> {
  await send('DELETE', `/api/duty/shifts/${id}`);
}

export async function handOver(id: string, to: string, note: string): Promise<void> {
  await send('POST', `/api/duty/shifts/${id}/hand-over`, { to, note });
}

export async function noteLeave(person: string, from: string, until: string): Promise<void> {
  await send('POST', '/api/duty/leaves', { person, from, until });
}

export async function listDutyCalls(): Promise<readonly DutyCall[]> {
  return (await get<{ calls: DutyCall[] }>('/api/duty/calls')).calls;
}

export async function acknowledgeDuty(id: string): Promise<void> {
  await send('POST', `/api/duty/calls/${id}/acknowledge`);
}
