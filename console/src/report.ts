/** What citizens file themselves, and how far it is. */
import { get, send } from './http';

export interface FormRules {
  readonly hotline: string;
  readonly name: string;
  readonly number: string;
  readonly open: boolean;
  readonly nameRequired: boolean;
  readonly phoneRequired: boolean;
  readonly anonymous: boolean;
  /** So many files; none are taken when 0. */
  readonly attachments: number;
  readonly attachmentBytes: number;
}

export interface Report {
  nature: string;
  title: string;
  content: string;
  area: string;
  requesterName: string;
  requesterPhone: string;
  anonymous: boolean;
  /** `null`: as is usual for the nature. */
  confidential: boolean | null;
}

export interface Filed {
  readonly number: string;
  readonly proof: string;
  readonly registeredAt: string;
}

export interface Progress {
  readonly number: string;
  readonly state: string;
  readonly words: string;
  readonly registeredAt: string;
  readonly handledAt: string | null;
  readonly overAt: string | null;
}

const PHONE = /^\+?[0-9][0-9 -]{4,18}$/;
const UPLOAD_LIMIT_MILLIS = 180_000;

export function emptyReport(): Report {
  return { nature: '', title: '', content: '', area: '', requesterName: '', requesterPhone: '', anonymous: false, confidential: null };
}

/** What keeps the report from being sent, by field, in the order of the form. */
export function wrongIn(report: Report, rules: FormRules, files: readonly { readonly name: string; readonly size: number }[]): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (report.nature === '') {
    wrong['nature'] = '请选择诉求类型';
  }
  if (report.title.trim() === '') {
    wrong['title'] = '请填写标题';
  }
  if (report.content.trim() === '') {
    wrong['content'] = '请填写内容';
  }
  const large = files.find((file) => file.size > rules.attachmentBytes);
  if (files.length > rules.attachments) {
    wrong['files'] = `最多 ${rules.attachments} 个附件`;
  } else if (large !== undefined) {
    wrong['files'] = `${large.name} 超过 ${sizeWords(rules.attachmentBytes)}`;
  }
  if (!report.anonymous) {
    const phone = report.requesterPhone.trim();
    if (rules.nameRequired && report.requesterName.trim() === '') {
      wrong['requesterName'] = '请填写姓名';
    }
    if (rules.phoneRequired && phone === '') {
      wrong['requesterPhone'] = '请填写联系电话';
    } else if (phone !== '' && !PHONE.test(phone)) {
      wrong['requesterPhone'] = '请填写正确的电话号码';
    }
  }
  return wrong;
}

/** The request's body: of an anonymous report nothing that was written about its requester is sent. */
export function reportBody(report: Report): Record<string, unknown> {
  const body: Record<string, unknown> = { nature: report.nature, title: report.title.trim(), content: report.content.trim() };
  const optional = {
    area: report.area,
    ...(report.anonymous ? {} : { requesterName: report.requesterName, requesterPhone: report.requesterPhone }),
  };
  for (const [name, text] of Object.entries(optional)) {
    if (text.trim() !== '') {
      body[name] = text.trim();
    }
  }
  if (report.anonymous) {
    body['anonymous'] = true;
  } else if (report.confidential !== null) {
    body['confidential'] = report.confidential;
  }
  return body;
}

/** One of its own for each report. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function sizeWords(bytes: number): string {
  return bytes >= 1 << 20 ? `${Math.floor(bytes / (1 << 20))} MB` : `${Math.floor(bytes / 1024)} KB`;
}

export function readForm(hotline: string | null): Promise<FormRules> {
  return get<FormRules>(`/api/public/form${at(hotline)}`, { words: { unknown: '没有这条热线' } });
}

export async function fileReport(hotline: string | null, body: Record<string, unknown>, key: string): Promise<Filed> {
  return (await send<Filed>('POST', `/api/public/reports${at(hotline)}`, body, { headers: { 'Idempotency-Key': key } })).body;
}

export async function attach(hotline: string | null, filed: Filed, file: File): Promise<void> {
  const query = new URLSearchParams({ name: file.name, ...(hotline === null ? {} : { hotline }) });
  await send('POST', `/api/public/reports/${encodeURIComponent(filed.number)}/attachments?${query.toString()}`, file, {
    headers: { 'X-Proof': filed.proof },
    timeLimitMillis: UPLOAD_LIMIT_MILLIS,
  });
}

export async function askProgress(hotline: string | null, number: string, proof: string): Promise<Progress> {
  return (await send<Progress>('POST', `/api/public/progress${at(hotline)}`, { number, proof })).body;
}

function at(hotline: string | null): string {
  return hotline === null ? '' : `?hotline=${encodeURIComponent(hotline)}`;
}
