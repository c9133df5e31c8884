/** Tickets as the server gives them, and what may be done to them. */
import { get, getWhole, send } from './http';
import type { Answer } from './http';

export interface TicketRow {
  readonly number: string;
  readonly title: string;
  readonly nature: string;
  readonly state: string;
  readonly unit: string | null;
  readonly unitName?: string | null;
  readonly due: string | null;
  readonly dueProvisional?: boolean;
  readonly registeredAt: string;
}

export interface TicketPage {
  readonly tickets: readonly TicketRow[];
  readonly next?: string | null;
}

export interface TicketCall {
  readonly id: string;
  readonly caller: string | null;
  readonly line: string | null;
  readonly queue: string | null;
  readonly arrivedAt: string;
  readonly waitedMillis: number | null;
  readonly talkedMillis: number | null;
  readonly agent: string | null;
  readonly recording: boolean;
}

export interface TicketEvent {
  readonly at: string;
  readonly type: string;
  readonly by: string | null;
  readonly text?: string | null;
  readonly contacted?: boolean;
}

export interface Ticket {
  readonly number: string;
  readonly hotline: string;
  readonly state: string;
  readonly nature: string;
  readonly title: string;
  readonly content: string;
  readonly area: string | null;
  readonly requester: { readonly name: string | null; readonly phone: string | null } | null;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly due: string | null;
  readonly dueProvisional?: boolean;
  readonly acknowledgeBy?: string | null;
  readonly registeredAt: string;
  readonly registeredBy?: string | null;
  readonly call: TicketCall | null;
  readonly events: readonly TicketEvent[];
  readonly allowed: readonly string[];
}

export interface NewTicket {
  readonly hotline?: string;
  readonly call?: string;
  readonly nature: string;
  readonly title: string;
  readonly content: string;
  readonly requesterName?: string;
  readonly requesterPhone?: string;
  readonly area?: string;
}

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly group: string;
}

export interface TicketFilter {
  readonly state?: string;
  readonly unit?: string;
  readonly before?: string;
}

const PAGE_SIZE = 50;

export function listTickets(filter: TicketFilter): Promise<TicketPage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  for (const [key, value] of Object.entries(filter)) {
    if (value !== undefined && value !== '') {
      query.set(key, value);
    }
  }
  return get<TicketPage>(`/api/tickets?${query}`);
}

export function readTicket(number: string): Promise<Answer<Ticket>> {
  return getWhole<Ticket>(`/api/tickets/${encodeURIComponent(number)}`, { words: { unknown: '没有这张工单，或您无权查看' } });
}

export async function register(ticket: NewTicket): Promise<{ readonly number: string }> {
  return (await send<{ number: string }>('POST', '/api/tickets', ticket)).body;
}

/** @param version what the person saw: a ticket that somebody else changed meanwhile is refused; `null` asks no question */
export function act(number: string, command: string, body: Readonly<Record<string, unknown>>, version: string | null): Promise<Answer<Ticket>> {
  return send<Ticket>('POST', `/api/tickets/${encodeURIComponent(number)}/${command}`, body, version === null ? {} : { ifMatch: version });
}

export function listUnits(hotline: string | null): Promise<readonly Unit[]> {
  return get<Unit[]>(hotline === null ? '/api/units' : `/api/units?hotline=${encodeURIComponent(hotline)}`);
}

/** What a command asks the person for, in the order of the form. */
export type Field =
  | { readonly name: string; readonly kind: 'unit'; readonly label: string; readonly required: boolean }
  | { readonly name: string; readonly kind: 'text'; readonly label: string; readonly required: boolean; readonly hint: string }
  | { readonly name: string; readonly kind: 'yes'; readonly label: string };

export interface CommandForm {
  readonly command: string;
  readonly label: string;
  readonly tone: 'main' | 'plain' | 'danger';
  readonly explain: string;
  readonly fields: readonly Field[];
}

const FORMS: readonly CommandForm[] = [
  {
    command: 'dispatch',
    label: '派单',
    tone: 'main',
    explain: '选择承办单位，办理时限按诉求性质自动计算。',
    fields: [{ name: 'unit', kind: 'unit', label: '承办单位', required: true }],
  },
  {
    command: 'answer',
    label: '直接答复',
    tone: 'plain',
    explain: '由热线直接答复诉求人并结案，不再派单。',
    fields: [{ name: 'text', kind: 'text', label: '答复内容', required: true, hint: '已向诉求人说明的内容' }],
  },
  { command: 'acknowledge', label: '签收', tone: 'main', explain: '确认本单位承办此工单。', fields: [] },
  {
    command: 'reply',
    label: '答复',
    tone: 'main',
    explain: '填写办理结果，提交热线办审核。',
    fields: [
      { name: 'text', kind: 'text', label: '办理结果', required: true, hint: '调查情况、处理措施、完成时间' },
      { name: 'contacted', kind: 'yes', label: '已与诉求人取得联系并告知结果' },
    ],
  },
  { command: 'review', label: '审核通过', tone: 'main', explain: '答复符合要求，工单办结。', fields: [] },
  {
    command: 'send-back',
    label: '退回重办',
    tone: 'danger',
    explain: '答复不符合要求，退回承办单位重新办理，原时限继续计算。',
    fields: [{ name: 'why', kind: 'text', label: '退回原因', required: true, hint: '例如：未说明完成时间，未联系诉求人' }],
  },
  { command: 'close', label: '结案', tone: 'main', explain: '办理与回访均已完成，工单结案。', fields: [] },
  {
    command: 'return',
    label: '申请退单',
    tone: 'danger',
    explain: '不属于本单位职责的工单，说明理由退回热线办。',
    fields: [
      { name: 'why', kind: 'text', label: '退单理由', required: true, hint: '职责依据' },
      { name: 'suggestedUnit', kind: 'unit', label: '建议承办单位', required: false },
    ],
  },
  { command: 'accept-return', label: '同意退单', tone: 'main', explain: '工单回到待派单。', fields: [] },
  {
    command: 'refuse-return',
    label: '驳回退单',
    tone: 'danger',
    explain: '仍由原单位承办，原时限继续计算。',
    fields: [{ name: 'why', kind: 'text', label: '驳回理由', required: true, hint: '职责依据' }],
  },
];

/** The forms for what the server allows now, in our order; a command that this page does not know has no button. */
export function formsFor(allowed: readonly string[]): readonly CommandForm[] {
  return FORMS.filter((form) => allowed.includes(form.command));
}

export type Entered = Readonly<Record<string, string | boolean>>;

/** Names of the required fields that are still empty. */
export function missingIn(form: CommandForm, entered: Entered): readonly string[] {
  return form.fields
    .filter((field) => field.kind !== 'yes' && field.required && String(entered[field.name] ?? '').trim() === '')
    .map((field) => field.name);
}

/** The request's body: texts trimmed, empty optional fields left out, every yes/no said. */
export function bodyOf(form: CommandForm, entered: Entered): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.kind === 'yes') {
      body[field.name] = entered[field.name] === true;
    } else {
      const text = String(entered[field.name] ?? '').trim();
      if (text !== '') {
        body[field.name] = text;
      }
    }
  }
  return body;
}
