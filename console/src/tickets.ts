/** Tickets as the server gives them, and what may be done to them. */
import { get, getWhole, send } from './http';
import type { Answer } from './http';
import { application, card, NATURES, part, REJECT_REASONS } from './words';

export interface TicketRow {
  readonly number: string;
  readonly urgent?: boolean;
  readonly cards?: readonly string[];
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
  /** The unit whose work it is about. */
  readonly unitName?: string | null;
  readonly text?: string | null;
  readonly contacted?: boolean;
  readonly late?: boolean;
  readonly due?: string;
  readonly part?: string;
  readonly application?: string;
  readonly workingDays?: number;
  readonly card?: string;
  readonly notice?: string;
  readonly way?: string;
  readonly with?: readonly string[];
  readonly leader?: string;
  readonly ticket?: string;
  readonly nature?: string;
  readonly domainName?: string | null;
  readonly evidence?: string;
}

/** A ticket's being with one unit. */
export interface Assignment {
  readonly ordinal: number;
  readonly unit: string;
  readonly unitName: string;
  /** Units that had it and are no more, first to last. */
  readonly formerUnits?: readonly string[];
  readonly part: string;
  readonly state: string;
  readonly sentAt: string;
  readonly acknowledgeBy: string;
  readonly acknowledgedAt: string | null;
  readonly due: string;
  readonly dueProvisional: boolean;
  readonly repliedAt: string | null;
  readonly extensions: number;
  readonly pending: readonly string[];
  readonly cards: readonly string[];
  /** The ticket of the hotline that the unit runs. */
  readonly below?: Elsewhere | null;
}

/** Where a ticket comes from that did not begin here. */
export interface Origin {
  readonly number: string;
  readonly importedAt: string | null;
  /** Whether the hotline above sent it by a file. */
  readonly upstream: boolean;
  readonly due: string | null;
  readonly sentAt: string | null;
  /** What the citizen said to the hotline above. */
  readonly resultRating: string | null;
  readonly serviceRating: string | null;
}

/** A ticket of another hotline. */
export interface Elsewhere {
  readonly hotline: string;
  readonly hotlineName: string;
  readonly number: string;
  readonly state?: string;
}

export interface Ticket {
  readonly number: string;
  readonly hotline: string;
  readonly state: string;
  readonly nature: string;
  readonly title: string;
  readonly content: string;
  readonly area: string | null;
  readonly domainName?: string | null;
  readonly requester: { readonly name: string | null; readonly phone: string | null; readonly secrecy?: string } | null;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly due: string | null;
  readonly dueProvisional?: boolean;
  readonly acknowledgeBy?: string | null;
  readonly registeredAt: string;
  readonly registeredBy?: string | null;
  readonly urgent: boolean;
  readonly excluded: boolean;
  readonly above?: Elsewhere | null;
  readonly origin?: Origin | null;
  readonly mergedInto: string | null;
  readonly merged: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly supervisionWays: readonly string[];
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
  readonly urgent?: boolean;
  readonly domain?: string;
  readonly anonymous?: boolean;
  readonly confidential?: boolean;
}

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  /** Whether there is such a unit today. */
  readonly atWork: boolean;
  /** The first day on which it is no more. */
  readonly endsOn: string | null;
}

/** What a unit goes on with for one that is no more. */
export interface Succession {
  readonly unit: string;
  readonly unitName: string;
  readonly successor: string;
  readonly successorName: string;
  readonly on: string;
  readonly why: string;
  /** how many of its tickets the successor still works on */
  readonly open: number;
}

export interface TicketFilter {
  readonly state?: string;
  readonly unit?: string;
  readonly domain?: string;
  /** words that stand in title, content or area */
  readonly q?: string;
  readonly phone?: string;
  readonly before?: string;
}

const PAGE_SIZE = 50;

export function listTickets(filter: TicketFilter): Promise<TicketPage> {
  return get<TicketPage>(`/api/tickets?${queryOf(filter, { limit: String(PAGE_SIZE) })}`);
}

/** Where the browser gets the same tickets as a file; with names and numbers for who has the right to them. */
export function exportAddress(format: 'csv' | 'xlsx', filter: TicketFilter, personal = false): string {
  return `/api/tickets/export.${format}?${queryOf(filter, personal ? { personal: 'true' } : {})}`;
}

/** A paper of the ticket, as .docx. */
export function sheetAddress(ticket: Ticket, kind: string): string {
  return `/api/tickets/${ticket.number}/sheets/${kind}?hotline=${encodeURIComponent(ticket.hotline)}`;
}

function queryOf(filter: TicketFilter, first: Readonly<Record<string, string>>): URLSearchParams {
  const query = new URLSearchParams(first);
  for (const [key, value] of Object.entries(filter)) {
    if (value !== undefined && value !== '') {
      query.set(key, value);
    }
  }
  return query;
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

/** All units, those that ended, too: old tickets name them. */
export function listUnits(hotline: string | null): Promise<readonly Unit[]> {
  return get<Unit[]>(hotline === null ? '/api/units' : `/api/units?hotline=${encodeURIComponent(hotline)}`);
}

/** The units that a ticket can be sent to. */
export async function unitsAtWork(hotline: string | null): Promise<readonly Unit[]> {
  return (await listUnits(hotline)).filter((unit) => unit.atWork);
}

/** What units go on with for others; of those with nothing left to do there is nothing to tell. */
export async function listSuccessions(hotline: string | null): Promise<readonly Succession[]> {
  const found = await get<{ readonly successions: readonly Succession[] }>(hotline === null ? '/api/successions' : `/api/successions?hotline=${encodeURIComponent(hotline)}`);
  return found.successions.filter((one) => one.open > 0);
}

/** One of several answers; those that depend on the ticket are asked for when the form opens. */
export type Options = readonly { readonly code: string; readonly text: string }[];

/** What a command asks the person for, in the order of the form. */
export type Field =
  | { readonly name: string; readonly kind: 'unit'; readonly label: string; readonly required: boolean }
  | { readonly name: string; readonly kind: 'units'; readonly label: string; readonly required: boolean }
  /** Which unit's work is meant: asked only where several have the ticket. */
  | { readonly name: string; readonly kind: 'assignment'; readonly label: string; readonly required: false }
  | { readonly name: string; readonly kind: 'text'; readonly label: string; readonly required: boolean; readonly hint: string }
  | { readonly name: string; readonly kind: 'line'; readonly label: string; readonly required: boolean; readonly hint: string }
  | { readonly name: string; readonly kind: 'number'; readonly label: string; readonly required: boolean; readonly min: number; readonly max: number }
  | { readonly name: string; readonly kind: 'choice'; readonly label: string; readonly required: boolean; readonly options: (ticket: Ticket) => Options }
  | { readonly name: string; readonly kind: 'domain'; readonly label: string; readonly required: boolean }
  | { readonly name: string; readonly kind: 'yes'; readonly label: string };

export interface CommandForm {
  readonly command: string;
  readonly label: string;
  readonly tone: 'main' | 'plain' | 'danger';
  readonly explain: string;
  readonly fields: readonly Field[];
  /** Said with every one: what the form is for, where one command has several. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Whether it is worth a button for this ticket; the server has the last word. */
  readonly when?: (ticket: Ticket) => boolean;
  /** Carries the ticket on; the others stand behind 更多. */
  readonly step?: boolean;
}

const WHICH: Field = { name: 'unit', kind: 'assignment', label: '针对单位', required: false };

function text(name: string, label: string, hint = ''): Field {
  return { name, kind: 'text', label, required: true, hint };
}

function line(name: string, label: string, hint = ''): Field {
  return { name, kind: 'line', label, required: true, hint };
}

function choice(name: string, label: string, options: (ticket: Ticket) => Options, required = true): Field {
  return { name, kind: 'choice', label, required, options };
}

function standing(ticket: Ticket): readonly string[] {
  return [...new Set(ticket.assignments.flatMap((one) => one.cards))];
}

function asked(kind: string): (ticket: Ticket) => boolean {
  return (ticket) => ticket.assignments.some((one) => one.pending.includes(kind));
}

function cardsOf(ticket: Ticket): Options {
  return standing(ticket).map((one) => ({ code: one, text: card(one).text }));
}

function decisions(kind: string): readonly CommandForm[] {
  const label = application(kind).text;
  return [
    { command: 'grant', label: `批准${label}`, tone: 'main', explain: `同意承办单位的${label}申请。`, fields: [WHICH, text('words', '批准意见')], fixed: { application: kind }, when: asked(kind), step: true },
    { command: 'decline', label: `不批准${label}`, tone: 'danger', explain: `不同意承办单位的${label}申请。`, fields: [WHICH, text('why', '理由')], fixed: { application: kind }, when: asked(kind), step: true },
  ];
}

const FORMS: readonly CommandForm[] = [
  {
    command: 'dispatch',
    label: '派单',
    tone: 'main',
    explain: '选择主办单位，必要时加协办单位；办理时限按诉求性质自动计算。',
    fields: [
      { name: 'unit', kind: 'unit', label: '主办单位', required: true },
      { name: 'assisting', kind: 'units', label: '协办单位', required: false },
    ],
    step: true,
  },
  {
    command: 'answer',
    label: '直接答复',
    tone: 'plain',
    explain: '由热线直接答复诉求人并结案，不再派单。',
    fields: [text('text', '答复内容', '已向诉求人说明的内容')],
    step: true,
  },
  {
    command: 'reject',
    label: '不予受理',
    tone: 'danger',
    explain: '不在受理范围的，向来电人说明理由和办理渠道。',
    fields: [choice('reason', '理由', () => REJECT_REASONS), text('words', '告知内容', '已向来电人说明的内容')],
    step: true,
  },
  { command: 'acknowledge', label: '签收', tone: 'main', explain: '确认本单位承办此工单。', fields: [], step: true },
  {
    command: 'reply',
    label: '答复',
    tone: 'main',
    explain: '填写办理结果，提交热线办审核。',
    fields: [text('text', '办理结果', '调查情况、处理措施、完成时间'), { name: 'contacted', kind: 'yes', label: '已与诉求人取得联系并告知结果' }],
    step: true,
  },
  { command: 'review', label: '审核通过', tone: 'main', explain: '答复符合要求；主办单位的答复通过后，工单办结。', fields: [WHICH], step: true },
  {
    command: 'send-back',
    label: '退回重办',
    tone: 'danger',
    explain: '答复不符合要求，退回承办单位重新办理；审核所占的工作时间顺延。',
    fields: [WHICH, text('why', '退回原因', '例如：未说明完成时间，未联系诉求人')],
    step: true,
  },
  { command: 'close', label: '结案', tone: 'main', explain: '办理与回访均已完成，工单结案。', fields: [], step: true },
  {
    command: 'return',
    label: '申请退单',
    tone: 'danger',
    explain: '不属于本单位职责的工单，说明理由退回热线办。',
    fields: [text('why', '退单理由', '职责依据'), { name: 'suggestedUnit', kind: 'unit', label: '建议承办单位', required: false }],
    step: true,
  },
  { command: 'accept-return', label: '同意退单', tone: 'main', explain: '主办单位退单后工单回到待派单。', fields: [WHICH], step: true },
  {
    command: 'refuse-return',
    label: '驳回退单',
    tone: 'danger',
    explain: '仍由原单位承办；审核所占的工作时间顺延。',
    fields: [WHICH, text('why', '驳回理由', '职责依据')],
    step: true,
  },
  ...['EXTENSION', 'SUSPENSION', 'EXCLUSION', 'APPEAL'].flatMap(decisions),
  { command: 'resume', label: '恢复办理', tone: 'main', explain: '挂起结束，时限重新开始计算，挂起所占的工作时间顺延。', fields: [text('why', '恢复原因')], step: true },
  { command: 'progress', label: '阶段反馈', tone: 'plain', explain: '告知热线办目前的进展，不改变时限。', fields: [text('text', '进展')] },
  {
    command: 'apply',
    label: '申请延期',
    tone: 'plain',
    explain: '在时限之前申请，由热线办审批。',
    fields: [{ name: 'workingDays', kind: 'number', label: '延长的工作日数', required: true, min: 1, max: 366 }, text('why', '延期理由')],
    fixed: { application: 'EXTENSION' },
    when: (ticket) => ['DISPATCHED', 'IN_HAND'].includes(ticket.state) && !asked('EXTENSION')(ticket),
  },
  {
    command: 'apply',
    label: '申请挂起',
    tone: 'plain',
    explain: '需等待鉴定、审批等外部条件时，申请停止计时。',
    fields: [text('why', '挂起理由')],
    fixed: { application: 'SUSPENSION' },
    when: (ticket) => ['DISPATCHED', 'IN_HAND'].includes(ticket.state) && !asked('SUSPENSION')(ticket),
  },
  {
    command: 'apply',
    label: '申请剔除',
    tone: 'plain',
    explain: '不合理诉求等不应计入考核的，附证据申请。',
    fields: [text('why', '剔除理由'), text('evidence', '证据')],
    fixed: { application: 'EXCLUSION' },
    when: (ticket) => !ticket.excluded && !asked('EXCLUSION')(ticket),
  },
  {
    command: 'apply',
    label: '申诉发牌',
    tone: 'plain',
    explain: '对系统发出的黄牌、红牌提出申诉。',
    fields: [choice('card', '牌', cardsOf), text('why', '申诉理由')],
    fixed: { application: 'APPEAL' },
    when: (ticket) => standing(ticket).length > 0 && !asked('APPEAL')(ticket),
  },
  { command: 'involve', label: '增派协办', tone: 'plain', explain: '请其他单位协助办理。', fields: [{ name: 'assisting', kind: 'units', label: '协办单位', required: true }] },
  { command: 'remind', label: '催办', tone: 'plain', explain: '提醒承办单位尽快办理。', fields: [WHICH, text('why', '催办内容')] },
  { command: 'chase', label: '催单', tone: 'plain', explain: '诉求人再次来电催问。', fields: [text('text', '诉求人的话')] },
  { command: 'supplement', label: '补充', tone: 'plain', explain: '诉求人补充情况。', fields: [text('text', '补充内容')] },
  {
    command: 'reclassify',
    label: '改类',
    tone: 'plain',
    explain: '改正诉求性质或紧急程度；已派出的工单时限不变。',
    fields: [choice('nature', '性质', () => NATURES), text('why', '原因')],
  },
  {
    command: 'reclassify',
    label: '改归口',
    tone: 'plain',
    explain: '改正事项归口；统计按改正后的归口。',
    fields: [{ name: 'domain', kind: 'domain', label: '事项归口', required: true }, text('why', '原因')],
  },
  { command: 'merge', label: '并单', tone: 'plain', explain: '同一事项并入另一张工单，随其办结、结案。', fields: [line('into', '并入的工单号', '20261125-000001'), text('why', '原因')] },
  { command: 'unmerge', label: '拆单', tone: 'plain', explain: '不是同一事项，恢复为单独的工单。', fields: [text('why', '原因')] },
  { command: 'recall', label: '撤回改派', tone: 'danger', explain: '从承办单位撤回工单；撤回主办后工单回到待派单。', fields: [WHICH, text('why', '撤回原因')] },
  { command: 'reopen', label: '重办', tone: 'danger', explain: '诉求未解决，工单回到待派单重新办理。', fields: [text('why', '重办原因')] },
  {
    command: 'supervise',
    label: '督办',
    tone: 'plain',
    explain: '对办理不力的工单督办，参加人用顿号隔开。',
    fields: [
      choice('way', '督办方式', (ticket) => ticket.supervisionWays.map((way) => ({ code: way, text: way }))),
      text('why', '督办事由'),
      { name: 'with', kind: 'line', label: '参加人', required: false, hint: '张某、李某' },
    ],
  },
  { command: 'end-supervision', label: '结束督办', tone: 'plain', explain: '记录督办结果。', fields: [text('minutes', '督办结果、会议纪要')] },
  { command: 'sign-off', label: '签批', tone: 'plain', explain: '记录领导签批意见。', fields: [line('leader', '领导'), text('opinion', '签批意见')] },
  { command: 'exclude', label: '剔除考核', tone: 'plain', explain: '此工单不计入考核。', fields: [text('why', '理由'), text('evidence', '证据')] },
  { command: 'include', label: '取消剔除', tone: 'plain', explain: '此工单重新计入考核。', fields: [text('why', '理由')] },
  { command: 'withdraw-card', label: '撤牌', tone: 'plain', explain: '撤销系统发出的牌。', fields: [WHICH, choice('card', '牌', cardsOf), text('why', '理由')] },
  { command: 'archive', label: '归档', tone: 'plain', explain: '工单归档，不再变动。', fields: [] },
  { command: 'withdraw', label: '撤诉', tone: 'danger', explain: '诉求人撤回诉求，工单终止。', fields: [text('why', '原因')] },
  { command: 'void', label: '作废', tone: 'danger', explain: '误登、重复登记的工单作废，工单号保留。', fields: [text('why', '原因')] },
];

/** The forms for what the server allows now, in our order; a command that this page does not know has no button. */
export function formsFor(ticket: Ticket): readonly CommandForm[] {
  return FORMS.filter((form) => ticket.allowed.includes(form.command) && (form.when?.(ticket) ?? true));
}

/** The fields of a form that this ticket needs. */
export function fieldsOf(form: CommandForm, ticket: Ticket): readonly Field[] {
  return form.fields.filter((field) => field.kind !== 'assignment' || unitsWith(ticket).length > 1);
}

/** Units that have or had the ticket, each once, as a choice. */
export function unitsWith(ticket: Ticket): Options {
  const names = new Map(ticket.assignments.map((one) => [one.unit, `${one.unitName}（${part(one.part).text}）`]));
  return [...names].map(([code, text]) => ({ code, text }));
}

export type Entered = Readonly<Record<string, string | boolean | number | readonly string[]>>;

/** Names of the required fields that are still empty. */
export function missingIn(form: CommandForm, entered: Entered): readonly string[] {
  return form.fields
    .filter((field) => field.kind !== 'yes' && field.required && words(entered[field.name]).length === 0)
    .map((field) => field.name);
}

/** The request's body: texts trimmed, empty optional fields left out, every yes/no said. */
export function bodyOf(form: CommandForm, entered: Entered): Record<string, unknown> {
  const body: Record<string, unknown> = { ...form.fixed };
  for (const field of form.fields) {
    const value = words(entered[field.name]);
    if (field.kind === 'yes') {
      body[field.name] = entered[field.name] === true;
    } else if (value.length > 0) {
      body[field.name] = field.kind === 'units' ? value : field.kind === 'number' ? Number(value[0]) : field.name === 'with' ? list(value[0] ?? '') : value[0];
    }
  }
  return body;
}

/** What was entered, without blanks around it. */
function words(value: Entered[string] | undefined): readonly string[] {
  const all = Array.isArray(value) ? (value as readonly string[]) : [String(value ?? '')];
  return all.map((one) => one.trim()).filter((one) => one !== '');
}

/** Names as people write them: 张某、李某. */
function list(names: string): readonly string[] {
  return names
    .split(/[、,，;；\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
