/** Who is signed in at this browser. */
import { computed, ref, shallowRef } from 'vue';
import { get, Problem, send } from './http';

export interface Grant {
  readonly hotline: string;
  readonly role: string;
  readonly unit: string | null;
  readonly rights: readonly string[];
}

export interface Visitor {
  readonly person: string;
  readonly login: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly mustChangePassword?: boolean;
}

const current = shallowRef<Visitor | null>(null);
const asked = ref(false);

export const visitor = computed(() => current.value);

export function may(right: string): boolean {
  return current.value?.grants.some((grant) => grant.rights.includes(right)) ?? false;
}

/** The hotline that a page means: the first grant's, as the server decides too. */
export function hotline(): string | null {
  return current.value?.grants[0]?.hotline ?? null;
}

/** The unit this person works for; `null` for the office's own people. */
export function ownUnit(): string | null {
  return current.value?.grants.find((grant) => grant.unit !== null)?.unit ?? null;
}

/** Asks the server once who we are, after a reload of the page. */
export async function recall(): Promise<Visitor | null> {
  if (!asked.value) {
    try {
      current.value = await get<Visitor>('/api/session', { signInRefusalIsAnswer: true });
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.status !== 401) {
        throw thrown;
      }
    }
    asked.value = true;
  }
  return current.value;
}

export async function signIn(login: string, password: string): Promise<Visitor> {
  const answer = await send<Visitor>('POST', '/api/session', { login, password }, {
    signInRefusalIsAnswer: true,
    words: { 'sign-in': '登录名或密码不正确', invalid: '登录名或密码不正确', limit: '密码错误次数过多，账号已临时锁定，请稍后再试' },
  });
  current.value = answer.body;
  asked.value = true;
  return answer.body;
}

export async function changePassword(old: string, next: string): Promise<void> {
  await send('PUT', '/api/session/password', { old, new: next }, {
    signInRefusalIsAnswer: true,
    words: { 'sign-in': '原密码不正确', invalid: '新密码不符合要求：长度不足，或与原密码相同' },
  });
  if (current.value !== null) {
    current.value = { ...current.value, mustChangePassword: false };
  }
}

export async function signOut(): Promise<void> {
  try {
    await send('DELETE', '/api/session', undefined, { signInRefusalIsAnswer: true });
  } finally {
    forget();
  }
}

export function forget(): void {
  current.value = null;
  asked.value = true;
}

/** Whether the server still knows us; a network failure is no answer. */
export async function stillSignedIn(): Promise<boolean> {
  try {
    await get('/api/session', { signInRefusalIsAnswer: true });
    return true;
  } catch (thrown) {
    return !(thrown instanceof Problem && thrown.status === 401);
  }
}
