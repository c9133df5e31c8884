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
  /** Whether this person can sign in by a password at all. */
  readonly hasPassword?: boolean;
}

/** The ways to sign in that this hotline has. */
export interface Ways {
  readonly passwords: 'ALL' | 'ADMINISTRATORS' | 'NONE';
  readonly provider?: { readonly name: string };
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
    words: { 'sign-in': '登录名或密码不正确', invalid: '登录名或密码不正确', limit: '密码错误次数过多，账号已临时锁定，请稍后再试', forbidden: '此账号不能使用密码登录，请通过统一认证登录' },
  });
  current.value = answer.body;
  asked.value = true;
  return answer.body;
}

export async function waysIn(): Promise<Ways> {
  return get<Ways>('/api/session/ways');
}

/** The page that somebody wanted before signing in; an address of another site is none. */
export function wantedPage(next: unknown): string | null {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : null;
}

/** Where the browser goes to sign in at the provider of that name; `next` is the page to come to afterwards. */
export async function providerAddress(next: string, provider: string): Promise<string> {
  const answer = await send<{ next: string }>('POST', '/api/session/provider', { next }, {
    words: { away: `${provider}暂时无法连接，请稍后再试` },
  });
  return answer.body.next;
}

/** What the server says by the kind of a refusal when somebody came back from the provider. */
export function refusedThere(kind: unknown, provider: string): string {
  switch (kind) {
    case undefined:
      return '';
    case 'forbidden':
      return `您已通过${provider}，但本热线没有登记与之对应的人员。请联系热线管理员登记后再登录。`;
    case 'conflict':
      return `登录没有完成：已取消、已超时，或不是从本页面发起的。请重新点击“${provider}登录”。`;
    case 'away':
      return `${provider}暂时无法连接，请稍后再试。`;
    case 'limit':
      return '同时登录的人过多，请稍后再试。';
    default:
      return `${provider}返回的登录结果未通过校验，没有登录。请重试；如反复出现请联系管理员。`;
  }
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

/** @returns where the browser goes to sign out at the provider, too; empty when there is nothing more to do */
export async function signOut(): Promise<string> {
  try {
    const answer = await send<{ next: string } | undefined>('DELETE', '/api/session', undefined, { signInRefusalIsAnswer: true });
    return answer.body?.next ?? '';
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
