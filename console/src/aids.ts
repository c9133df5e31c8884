/** What helps to decide: suggestions for a ticket, the dispatch catalogue, alerts. */
import { get, send } from './http';

export interface NamedUnit {
  readonly code: string;
  readonly name: string;
}

export interface UnitSuggestion {
  readonly unit: string;
  readonly unitName: string;
  readonly assisting: readonly NamedUnit[];
  readonly reasons: readonly string[];
  readonly catalogueVersion: number | null;
}

export interface Repeat {
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly registeredAt: string;
  readonly alikePercent: number;
  readonly reasons: readonly string[];
}

export interface Suggestions {
  readonly units: readonly UnitSuggestion[];
  readonly repeats: readonly Repeat[];
}

export function suggestionsFor(number: string): Promise<Suggestions> {
  return get<Suggestions>(`/api/tickets/${encodeURIComponent(number)}/suggestions`);
}

export interface CatalogueHead {
  readonly version: number;
  readonly from: string;
  readonly note: string;
  readonly publishedBy: string;
  readonly publishedAt: string;
}

export interface CatalogueEntry {
  readonly category: string;
  readonly words: readonly string[];
  readonly area: string | null;
  readonly lead: string;
  readonly leadName: string;
  readonly assisting: readonly NamedUnit[];
}

export interface Catalogue extends CatalogueHead {
  readonly entries: readonly CatalogueEntry[];
}

export interface SuggestionFigures {
  readonly first: string;
  readonly last: string;
  readonly dispatches: number;
  readonly suggested: number;
  readonly firstTaken: number;
  readonly taken: number;
}

/** A line of the catalogue as it is written: words parted by blanks or commas, units by their codes. */
export interface Line {
  category: string;
  words: string;
  area: string;
  lead: string;
  assisting: string[];
}

export function lineOf(entry: CatalogueEntry): Line {
  return { category: entry.category, words: entry.words.join(' '), area: entry.area ?? '', lead: entry.lead, assisting: entry.assisting.map((unit) => unit.code) };
}

export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter((word) => word !== ''))];
}

/** What keeps a line from being published; empty when nothing does. */
export function wrongIn(line: Line): string {
  if (line.category.trim() === '') {
    return '请填写类别';
  }
  if (wordsOf(line.words).length === 0) {
    return '请填写识别词';
  }
  return line.lead === '' ? '请选择主办单位' : '';
}

export function listVersions(): Promise<{ readonly versions: readonly CatalogueHead[]; readonly inForce: number | null }> {
  return get('/api/catalogue');
}

export function readVersion(version: number): Promise<Catalogue> {
  return get<Catalogue>(`/api/catalogue/${version}`);
}

export async function publish(from: string, note: string, lines: readonly Line[]): Promise<Catalogue> {
  const entries = lines.map((line) => ({
    category: line.category.trim(),
    words: wordsOf(line.words),
    ...(line.area.trim() === '' ? {} : { area: line.area.trim() }),
    lead: line.lead,
    assisting: line.assisting.filter((unit) => unit !== line.lead),
  }));
  return (await send<Catalogue>('POST', '/api/catalogue', { from, note, entries })).body;
}

export function figuresOf(): Promise<SuggestionFigures> {
  return get<SuggestionFigures>('/api/catalogue/figures');
}

/** Share in whole percent; a dash where there is nothing to divide by. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${Math.floor((part * 100) / whole)}%`;
}

export interface Alert {
  readonly id: string;
  readonly kind: string;
  readonly ticket: string;
  readonly words: string;
  readonly tickets: readonly string[];
  readonly at: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

export const ALERT_TOPIC = 'ticketing.alerts';

export async function listAlerts(openOnly: boolean): Promise<readonly Alert[]> {
  return (await get<{ alerts: Alert[] }>(`/api/alerts${openOnly ? '?open=true' : ''}`)).alerts;
}

export async function acknowledge(id: string, note: string): Promise<Alert> {
  return (await send<Alert>('POST', `/api/alerts/${id}/acknowledge`, { note })).body;
}
