/** Editions of a bulletin on their way to the readers, what stands behind their figures, and scores that people enter. */
import { get, send } from './http';

export interface Part {
  readonly words: string;
  readonly value: string;
}

export interface Figure {
  readonly id: string;
  readonly name: string;
  readonly printed: string;
  readonly arithmetic: string;
  readonly rounding: string | null;
  readonly numerator?: Part;
  readonly denominator?: Part;
}

export interface Objection {
  readonly number: number;
  readonly unit: string;
  readonly unitName: string;
  readonly words: string;
  readonly by: string;
  readonly at: string;
  readonly late: boolean;
  readonly figure?: string;
  readonly ticket?: string;
  readonly answer?: { readonly accepted: boolean; readonly words: string; readonly by: string; readonly at: string };
}

export interface Edition {
  readonly id: string;
  readonly period: string;
  readonly version: number;
  readonly state: string;
  readonly documentNumber: string | null;
  readonly cutOff: string | null;
  readonly unanswered: number;
}

export interface WholeEdition extends Edition {
  readonly until: string | null;
  readonly objections: readonly Objection[];
  readonly findings: readonly { readonly kind: string; readonly words: string; readonly reason: string | null }[];
  readonly changes: readonly { readonly figure: string; readonly name: string; readonly before: string | null; readonly now: string | null }[];
  readonly log: readonly { readonly type: string; readonly at: string; readonly by: string; readonly words?: string | null }[];
  /** What this person may do with it now. */
  readonly commands: readonly string[];
}

export interface Trace {
  readonly figure: Figure;
  readonly part: 'NUMERATOR' | 'DENOMINATOR';
  readonly things: 'TICKETS' | 'CALLS' | 'NOTHING';
  readonly numbers: readonly string[];
  readonly more: boolean;
}

export interface Review {
  readonly id: string;
  readonly period: string;
  readonly version: number;
  readonly until: string;
}

export interface Score {
  readonly id: number;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly item: string;
  /** A decimal as it was entered; `null` where it was taken back. */
  readonly points: string | null;
  readonly reason: string;
  readonly source: string;
  readonly by: string;
  readonly at: string;
  readonly corrects: number | null;
  readonly stands: boolean;
}

export async function listEditions(period: string): Promise<readonly Edition[]> {
  return (await get<{ editions: Edition[] }>(`/api/bulletin/editions?period=${period}`)).editions;
}

export function readEdition(id: string): Promise<WholeEdition> {
  return get<WholeEdition>(`/api/bulletin/editions/${id}`);
}

export async function openEdition(period: string, correctsWhy: string): Promise<WholeEdition> {
  return (await send<WholeEdition>('POST', '/api/bulletin/editions', correctsWhy === '' ? { period } : { period, correctsWhy })).body;
}

export async function commandEdition(id: string, command: string, body: object): Promise<WholeEdition> {
  return (await send<WholeEdition>('POST', `/api/bulletin/editions/${id}/${command}`, body)).body;
}

/** @param from `editions` for the office, `reviews` for a unit that looks behind its own figures */
export function traceFigure(from: 'editions' | 'reviews', id: string, figure: string, part: string, after: string): Promise<Trace> {
  return get<Trace>(`/api/bulletin/${from}/${id}/trace?${new URLSearchParams({ figure, part, after })}`);
}

export async function listReviews(): Promise<readonly Review[]> {
  return (await get<{ reviews: Review[] }>('/api/bulletin/reviews')).reviews;
}

export function readReview(id: string): Promise<{ readonly figures: readonly Figure[]; readonly objections: readonly Objection[] }> {
  return get(`/api/bulletin/reviews/${id}`);
}

export async function objectToEdition(id: string, about: { readonly figure: string } | { readonly ticket: string }, words: string): Promise<void> {
  await send('POST', `/api/bulletin/reviews/${id}/objections`, { ...about, words });
}

export async function listScores(period: string): Promise<readonly Score[]> {
  return (await get<{ scores: Score[] }>(`/api/bulletin/scores?period=${period}`)).scores;
}

export async function enterScore(score: { readonly period: string; readonly unit?: string; readonly item: string; readonly points?: string; readonly takeBack?: boolean; readonly reason: string; readonly source: string }): Promise<void> {
  await send('POST', '/api/bulletin/scores', score);
}
