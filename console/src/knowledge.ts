/** The knowledge base. */
import { get, send } from './http';

export interface KnowledgeVersion {
  readonly version: number;
  readonly title: string;
  readonly content: string;
  readonly validUntil: string | null;
  readonly writtenAt: string;
  readonly writtenBy: string;
  readonly review: string;
  readonly reviewedAt?: string;
  readonly reviewedBy?: string;
  readonly why?: string;
}

export interface Knowledge {
  readonly id: string;
  readonly unit: string;
  readonly unitName: string;
  readonly kind: string;
  readonly state: string;
  readonly answeredWith: number;
  /** What is told to citizens; where nothing is in force, the newest. */
  readonly shown: KnowledgeVersion;
  /** The version that waits for review. */
  readonly waiting: number | null;
  readonly versions?: readonly KnowledgeVersion[];
}

export interface Draft {
  readonly kind?: string;
  readonly title: string;
  readonly content: string;
  readonly validUntil?: string;
}

export interface Uploads {
  readonly month: string;
  readonly least: number;
  readonly units: readonly { readonly unit: string; readonly unitName: string; readonly uploaded: number; readonly approved: number; readonly short: number }[];
}

export async function searchKnowledge(words: string): Promise<readonly Knowledge[]> {
  return (await get<{ knowledge: Knowledge[] }>(`/api/knowledge?${new URLSearchParams({ q: words })}`)).knowledge;
}

export async function listKnowledge(waitingOnly: boolean): Promise<readonly Knowledge[]> {
  return (await get<{ knowledge: Knowledge[] }>(`/api/knowledge${waitingOnly ? '?waiting=true' : ''}`)).knowledge;
}

export function readKnowledge(id: string): Promise<Knowledge> {
  return get<Knowledge>(`/api/knowledge/${id}`);
}

export async function writeKnowledge(draft: Draft): Promise<Knowledge> {
  return (await send<Knowledge>('POST', '/api/knowledge', draft)).body;
}

export async function reviseKnowledge(id: string, draft: Draft): Promise<Knowledge> {
  return (await send<Knowledge>('POST', `/api/knowledge/${id}/versions`, draft)).body;
}

/** @param why `null` approves */
export async function reviewKnowledge(id: string, version: number, why: string | null): Promise<Knowledge> {
  return (await send<Knowledge>('POST', `/api/knowledge/${id}/review`, why === null ? { version, approved: true } : { version, approved: false, why })).body;
}

export async function retireKnowledge(id: string): Promise<Knowledge> {
  return (await send<Knowledge>('POST', `/api/knowledge/${id}/retire`)).body;
}

/** Counts a direct answer for the entry it was given with; the answer stands whether it is counted or not. */
export async function answeredWith(id: string, ticket: string): Promise<void> {
  await send('POST', `/api/knowledge/${id}/answered`, { ticket });
}

export function uploadsOf(month: string): Promise<Uploads> {
  return get<Uploads>(`/api/knowledge/uploads?month=${month}`);
}
