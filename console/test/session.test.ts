import { afterEach, expect, test, vi } from 'vitest';
import { providerAddress, refusedThere, signOut, wantedPage } from '../src/session';

function thatAnswers(status: number, body: string) {
  const server = vi.fn((_path: string, _init: RequestInit) => Promise.resolve(new Response(status === 204 ? null : body, { status })));
  vi.stubGlobal('fetch', server);
  return server;
}

afterEach(() => vi.unstubAllGlobals());

test('only a page of these is gone to after the sign-in', () => {
  expect(wantedPage('/tickets?state=CLOSED')).toBe('/tickets?state=CLOSED');
  for (const foreign of ['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '', undefined, ['/desk']]) {
    expect(wantedPage(foreign)).toBeNull();
  }
});

test('whoever is known there and not here is told whom to ask', () => {
  expect(refusedThere('forbidden', '政务认证')).toMatch(/已通过政务认证.*管理员登记/);
});

test('every refusal has words, one that nobody knows, too', () => {
  for (const kind of ['conflict', 'away', 'limit', 'sign-in', '<b>x</b>', ['a', 'b']]) {
    expect(refusedThere(kind, '政务认证').length).toBeGreaterThan(10);
    expect(refusedThere(kind, '政务认证')).not.toContain('<b>');
  }
  expect(refusedThere(undefined, '政务认证')).toBe('');
});

test('a provider that is away is called by its name', async () => {
  thatAnswers(503, JSON.stringify({ type: 'https://hotline12345.org/problems/away', status: 503, detail: 'nobody listens there' }));
  await expect(providerAddress('/', '政务认证')).rejects.toMatchObject({ kind: 'away', words: expect.stringContaining('政务认证') });
});

test('signing out leads to the provider when the server says so', async () => {
  thatAnswers(200, JSON.stringify({ next: 'https://login.example/end' }));
  expect(await signOut()).toBe('https://login.example/end');
  thatAnswers(204, '');
  expect(await signOut()).toBe('');
});
