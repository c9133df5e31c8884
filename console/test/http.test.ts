import { afterEach, describe, expect, test, vi } from 'vitest';
import { asProblem, get, onSignInEnded, Problem, problemOf, send } from '../src/http';

function problemJson(kind: string, detail: string): string {
  return JSON.stringify({ type: `https://hotline12345.org/problems/${kind}`, title: kind, status: 409, detail });
}

function thatAnswers(status: number, body: string) {
  const server = vi.fn((_path: string, _init: RequestInit) => Promise.resolve(new Response(status === 204 ? null : body, { status })));
  vi.stubGlobal('fetch', server);
  return server;
}

afterEach(() => {
  vi.unstubAllGlobals();
  onSignInEnded(() => {});
});

describe('a refusal in words', () => {
  test('the type decides, the English detail stands beside', () => {
    const problem = problemOf(409, problemJson('conflict', 'ticket is CLOSED'));
    expect(problem.kind).toBe('conflict');
    expect(problem.words).toMatch(/当前状态不允许/);
    expect(problem.detail).toBe('ticket is CLOSED');
  });

  test('a Chinese detail is said as it is, once', () => {
    const problem = problemOf(400, problemJson('invalid', '标题过长'));
    expect(problem.words).toBe('标题过长');
    expect(problem.detail).toBe('');
  });

  test('words of the call come before all others', () => {
    expect(problemOf(401, problemJson('sign-in', 'login or password is wrong'), { 'sign-in': '密码不正确' }).words).toBe('密码不正确');
  });

  test('a type that nobody knows falls back to the status', () => {
    expect(problemOf(429, problemJson('toString', 'x')).kind).toBe('limit');
    expect(problemOf(418, problemJson('teapot', 'x')).kind).toBe('failed');
  });

  test("a proxy's page of HTML is not shown to anybody", () => {
    const problem = problemOf(502, '<html><h1>Bad Gateway</h1></html>');
    expect(problem.kind).toBe('away');
    expect(problem.words + problem.detail).not.toContain('<');
  });

  test('a network that is gone, a server that is silent', () => {
    expect(asProblem(new TypeError('Failed to fetch')).kind).toBe('unreachable');
    expect(asProblem(new DOMException('x', 'TimeoutError')).words).toMatch(/没有及时应答/);
  });
});

describe('a request', () => {
  test('carries the header against foreign pages on everything but GET', async () => {
    const server = thatAnswers(200, '{}');
    await get('/api/seat');
    await send('POST', '/api/seat', { seat: '1001' });
    await send('DELETE', '/api/seat');
    const headers = server.mock.calls.map(([, init]) => (init.headers as Record<string, string>)['X-Hotline']);
    expect(headers).toEqual([undefined, '1', '1']);
  });

  test('an answer without a body is no error', async () => {
    thatAnswers(204, '');
    expect((await send('DELETE', '/api/seat')).body).toBeUndefined();
  });

  test('a 401 ends the sign-in, unless it is the answer itself', async () => {
    thatAnswers(401, problemJson('sign-in', 'the old password is wrong'));
    const ended = vi.fn();
    onSignInEnded(ended);
    await expect(send('PUT', '/api/session/password', {}, { signInRefusalIsAnswer: true })).rejects.toBeInstanceOf(Problem);
    expect(ended).not.toHaveBeenCalled();
    await expect(get('/api/tickets')).rejects.toBeInstanceOf(Problem);
    expect(ended).toHaveBeenCalledOnce();
  });
});
