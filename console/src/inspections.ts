/** Quality inspection. */
import { get, send } from './http';

export interface Item {
  readonly item: string;
  readonly points: number;
}

export interface Score {
  readonly points: readonly number[];
  readonly remark: string;
  readonly at: string;
  readonly by: string;
}

export interface Inspection {
  readonly id: string;
  readonly kind: string;
  readonly drawnAt: string;
  readonly state: string;
  readonly form: readonly Item[];
  readonly ticket?: string;
  readonly unitName?: string;
  readonly call?: string;
  readonly agent?: string;
  readonly score?: Score;
  readonly objection?: { readonly why: string; readonly at: string; readonly by: string };
  /** After an objection: the score that counts. */
  readonly standing?: Score;
}

/** What counts, and of how much. */
export function total(one: Inspection): { readonly points: number; readonly of: number } | null {
  const score = one.standing ?? one.score;
  return score === undefined ? null : { points: sum(score.points), of: sum(one.form.map((item) => item.points)) };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((before, one) => before + one, 0);
}

export async function listInspections(): Promise<readonly Inspection[]> {
  return (await get<{ inspections: Inspection[] }>('/api/inspections')).inspections;
}

export async function draw(kind: string, count: number): Promise<number> {
  return (await send<{ drawn: number }>('POST', '/api/inspections', { kind, count })).body.drawn;
}

export async function giveScore(id: string, points: readonly number[], remark: string): Promise<void> {
  await send('POST', `/api/inspections/${id}/score`, { points, remark });
}

export async function objectTo(id: string, why: string): Promise<void> {
  await send('POST', `/api/inspections/${id}/object`, { why });
}

export async function decide(id: string, points: readonly number[], why: string): Promise<void> {
  await send('POST', `/api/inspections/${id}/decide`, { points, why }, { words: { forbidden: '评分人不能裁定对本人评分的申诉' } });
}
