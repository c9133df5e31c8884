/** One way to talk to the hotline: JSON both ways, every refusal as a `Problem` in words that a clerk understands. */

/** Why something did not work. `kind` is the last part of the problem's type, or one of our own two. */
export class Problem extends Error {
  constructor(
    readonly kind: string,
    readonly status: number,
    /** What the person reads. */
    readonly words: string,
    /** What the server said, for the one who looks deeper; empty when it adds nothing. */
    readonly detail: string,
  ) {
    super(words);
    this.name = 'Problem';
  }
}

/** Words of one call for kinds whose general words would mislead, such as a wrong password. */
export type WordsByKind = Readonly<Record<string, string>>;

export interface CallOptions {
  readonly words?: WordsByKind;
  /** A 401 that is an answer (a wrong password), not the end of the sign-in. */
  readonly signInRefusalIsAnswer?: boolean;
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For what takes longer than a question: a file. */
  readonly timeLimitMillis?: number;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly version: string | null;
}

const TIME_LIMIT_MILLIS = 20_000;

const GENERAL_WORDS: WordsByKind = {
  invalid: '提交的内容有误，请检查后重试',
  'sign-in': '登录已失效，请重新登录',
  forbidden: '您没有进行此操作的权限',
  unknown: '没有找到，或您无权查看',
  conflict: '当前状态不允许此操作，可能他人已先行处理，请核对后重试',
  limit: '操作过于频繁，请稍后再试',
  away: '所需的系统暂时不可用，请稍后再试',
  unreachable: '无法连接服务器，请检查网络后重试',
  failed: '服务器处理出错，请稍后再试；如反复出现请联系管理员',
};

const KIND_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'sign-in',
  403: 'forbidden',
  404: 'unknown',
  409: 'conflict',
  412: 'conflict',
  411: 'invalid',
  413: 'invalid',
  422: 'conflict',
  429: 'limit',
  502: 'away',
  503: 'away',
  504: 'away',
};

/** Reads a refusal. The body may be problem+json, or anything at all when a proxy answered. */
export function problemOf(status: number, body: string, words: WordsByKind = {}): Problem {
  let detail = '';
  let kind = KIND_BY_STATUS[status] ?? 'failed';
  const given = parsedObject(body);
  if (given !== null) {
    if (typeof given['type'] === 'string') {
      const last = given['type'].split('/').pop() ?? '';
      if (Object.hasOwn(GENERAL_WORDS, last) || Object.hasOwn(words, last)) {
        kind = last;
      }
    }
    if (typeof given['detail'] === 'string') {
      detail = given['detail'];
    } else if (typeof given['title'] === 'string') {
      detail = given['title'];
    }
  }
  // A detail that is already Chinese is more exact than our general words.
  const spoken = words[kind] ?? (/\p{Script=Han}/u.test(detail) ? detail : GENERAL_WORDS[kind]);
  return new Problem(kind, status, spoken ?? GENERAL_WORDS['failed']!, spoken === detail ? '' : detail);
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) {
    return thrown;
  }
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return new Problem('unreachable', 0, '服务器没有及时应答，请稍后再试', '');
  }
  if (thrown instanceof TypeError) {
    return new Problem('unreachable', 0, GENERAL_WORDS['unreachable']!, '');
  }
  return new Problem('failed', 0, GENERAL_WORDS['failed']!, thrown instanceof Error ? thrown.message : String(thrown));
}

let signInEnded: () => void = () => {};

/** Who is told when the server no longer knows the sign-in. */
export function onSignInEnded(listener: () => void): void {
  signInEnded = listener;
}

export async function get<T>(path: string, options: CallOptions = {}): Promise<T> {
  return (await json<T>('GET', path, undefined, options)).body;
}

/** With the status and the version of what was read. */
export async function getWhole<T>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
  return json<T>('GET', path, undefined, options);
}

export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, options: CallOptions = {}): Promise<Answer<T>> {
  return json<T>(method, path, body, options);
}

/** A whole answer that is not JSON: the bulletin as a page or as a document. */
export async function fetchRaw(path: string, options: CallOptions = {}): Promise<Response> {
  return exchange('GET', path, undefined, options);
}

async function json<T>(method: string, path: string, body: unknown, options: CallOptions): Promise<Answer<T>> {
  const response = await exchange(method, path, body, options);
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
    version: response.headers.get('ETag'),
  };
}

async function exchange(method: string, path: string, body: unknown, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (method !== 'GET') {
    // A page of another origin cannot send this header without being asked first.
    headers['X-Hotline'] = '1';
  }
  const isFile = body instanceof Blob;
  if (body !== undefined && !isFile) {
    headers['Content-Type'] = 'application/json';
  }
  if (options.ifMatch !== undefined) {
    headers['If-Match'] = options.ifMatch;
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : isFile ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeLimitMillis ?? TIME_LIMIT_MILLIS),
    });
  } catch (thrown) {
    throw asProblem(thrown);
  }
  if (response.ok) {
    return response;
  }
  const problem = problemOf(response.status, await response.text(), options.words);
  if (response.status === 401 && options.signInRefusalIsAnswer !== true) {
    signInEnded();
  }
  throw problem;
}

function parsedObject(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
