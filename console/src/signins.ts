/** Where somebody is signed in. */
import { get, send } from './http';

export interface OpenSession {
  readonly id: string;
  readonly begunAt: string;
  readonly usedAt: string;
  readonly endsAt: string;
  readonly client: string;
  readonly atProvider: boolean;
  readonly own: boolean;
}

export function listOpenSessions(): Promise<readonly OpenSession[]> {
  return get<readonly OpenSession[]>('/api/sessions');
}

export async function endSession(id: string): Promise<void> {
  await send('DELETE', `/api/sessions/${encodeURIComponent(id)}`);
}

export async function endOtherSessions(): Promise<void> {
  await send('DELETE', '/api/sessions');
}

// The first that is found counts: each names those below it, too.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/QQBrowser\//, 'QQ浏览器'],
  [/MicroMessenger\//, '微信'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, '鸿蒙'],
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

function firstOf(words: readonly (readonly [RegExp, string])[], text: string): string {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? '';
}

/** What a browser calls itself, in the two words that somebody knows his own by. */
export function device(client: string): string {
  return [firstOf(BROWSERS, client), firstOf(SYSTEMS, client)].filter((word) => word !== '').join(' · ') || '其他程序';
}
