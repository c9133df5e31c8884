import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { breakReasons, clearOwn, heardOwn, loadOwn, own } from '../src/agent';
import { forget, signIn } from '../src/session';

const WANG = { person: 'wang', login: 'wang', name: '王', grants: [] };
const ready = { person: 'wang', seat: '1001', state: 'READY', since: '2026-11-25T01:00:00Z' };
const talking = { ...ready, state: 'TALKING', since: '2026-11-25T01:00:05Z', call: 'a' };

let answers: ((body: unknown) => void)[];

beforeEach(async () => {
  answers = [];
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((body) => resolve(new Response(JSON.stringify(body))))));
  const signedIn = signIn('wang', 'x');
  answers[0]!(WANG);
  await signedIn;
});

afterEach(() => {
  clearOwn();
  forget();
  vi.unstubAllGlobals();
});

function answered(state: unknown): void {
  answers.at(-1)!({ ...(state as object), breakReasons: ['休息'], results: [], now: '2026-11-25T01:00:06Z' });
}

test('a frame that comes while the state is asked for is newer than the answer', async () => {
  const asked = loadOwn();
  heardOwn(talking);
  answered(ready);
  await asked;
  expect(own.value?.state).toBe('TALKING');
  expect(breakReasons.value).toEqual(['休息']);
});

test('without a frame the answer counts', async () => {
  heardOwn(talking);
  const asked = loadOwn();
  answered(ready);
  await asked;
  expect(own.value?.state).toBe('READY');
});

test("somebody else's frame changes nothing", () => {
  heardOwn({ ...talking, person: 'li' });
  expect(own.value).toBeNull();
});
