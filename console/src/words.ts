/** The trade's words: codes of the server as the office says them. Unknown codes are shown as they are. */

/** "InHand", "in-hand" and "IN_HAND" are one code. */
export function code(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/-/g, '_')
    .toUpperCase();
}

export type Mood = 'plain' | 'busy' | 'good' | 'warn' | 'bad';

interface Word {
  readonly text: string;
  readonly mood: Mood;
}

function looker(words: Readonly<Record<string, readonly [string, Mood]>>): (name: string | null | undefined) => Word {
  return (name) => {
    if (name === null || name === undefined || name === '') {
      return { text: '—', mood: 'plain' };
    }
    const word = words[code(name)];
    return word === undefined ? { text: name, mood: 'plain' } : { text: word[0], mood: word[1] };
  };
}

export const NATURES: readonly { readonly code: string; readonly text: string }[] = [
  { code: 'INQUIRY', text: '咨询' },
  { code: 'HELP', text: '求助' },
  { code: 'COMPLAINT', text: '投诉' },
  { code: 'TIP_OFF', text: '举报' },
  { code: 'SUGGESTION', text: '建议' },
  { code: 'PRAISE', text: '表扬' },
  { code: 'OTHER', text: '其他' },
];

export function nature(name: string | null | undefined): string {
  return NATURES.find((n) => n.code === code(name ?? ''))?.text ?? name ?? '—';
}

/** States of a ticket in the order of its life. */
export const TICKET_STATES = [
  'REGISTERED',
  'DISPATCHED',
  'IN_HAND',
  'RETURN_REQUESTED',
  'REPLIED',
  'HANDLED',
  'CLOSED',
  'SUSPENDED',
  'MERGED',
  'REJECTED',
  'WITHDRAWN',
  'VOIDED',
  'ARCHIVED',
] as const;

export const ticketState = looker({
  REGISTERED: ['待派单', 'warn'],
  DISPATCHED: ['待签收', 'warn'],
  IN_HAND: ['办理中', 'busy'],
  RETURN_REQUESTED: ['退单待审', 'warn'],
  REPLIED: ['待审核', 'busy'],
  HANDLED: ['已办结', 'good'],
  CLOSED: ['已结案', 'plain'],
  SUSPENDED: ['已挂起', 'warn'],
  MERGED: ['已并单', 'plain'],
  REJECTED: ['不予受理', 'plain'],
  WITHDRAWN: ['已撤诉', 'plain'],
  VOIDED: ['已作废', 'plain'],
  ARCHIVED: ['已归档', 'plain'],
});

/** Whether a unit or the office still has a step before it, so that a deadline means something. */
export function isOpen(state: string): boolean {
  return ['REGISTERED', 'DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED'].includes(code(state));
}

export const part = looker({
  LEAD: ['主办', 'busy'],
  ASSIST: ['协办', 'plain'],
});

/** Where one unit stands with a ticket. */
export const assignmentState = looker({
  SENT: ['待签收', 'warn'],
  IN_HAND: ['办理中', 'busy'],
  RETURN_REQUESTED: ['退单待审', 'warn'],
  REPLIED: ['待审核', 'busy'],
  ACCEPTED: ['已办结', 'good'],
  RETURNED: ['已退单', 'plain'],
  RECALLED: ['已撤回', 'plain'],
});

export const card = looker({
  YELLOW: ['黄牌', 'warn'],
  RED: ['红牌', 'bad'],
});

export const application = looker({
  EXTENSION: ['延期', 'warn'],
  SUSPENSION: ['挂起', 'warn'],
  EXCLUSION: ['剔除', 'warn'],
  APPEAL: ['申诉', 'warn'],
});

export const notice = looker({
  ACKNOWLEDGE_SOON: ['签收即将超时', 'warn'],
  NOT_ACKNOWLEDGED: ['超时未签收', 'bad'],
  DUE_SOON: ['办理即将超期', 'warn'],
  OVERDUE: ['办理超期', 'bad'],
});

export const knowledgeKind = looker({
  ENTRY: ['知识点', 'plain'],
  CASE: ['典型案例', 'plain'],
});

export const knowledgeState = looker({
  IN_FORCE: ['现行', 'good'],
  EXPIRED: ['已过期', 'bad'],
  PROPOSED: ['待审核', 'warn'],
  REFUSED: ['未通过', 'bad'],
  RETIRED: ['已停用', 'plain'],
});

export const reviewState = looker({
  PROPOSED: ['待审核', 'warn'],
  APPROVED: ['通过', 'good'],
  REFUSED: ['未通过', 'bad'],
});

export const dutyCause = looker({
  URGENT_TICKET: ['紧急工单未签收', 'bad'],
  DANGER: ['险情未处理', 'bad'],
});

export const dutyStep = looker({
  A: ['A 角', 'plain'],
  B: ['B 角', 'plain'],
  LEADER: ['负责人', 'warn'],
  OFFICE: ['热线办', 'bad'],
});

export const inspectionKind = looker({
  REPLY: ['答复', 'plain'],
  TALK: ['通话', 'plain'],
});

export const inspectionState = looker({
  DRAWN: ['待评分', 'warn'],
  SCORED: ['已评分', 'good'],
  OBJECTED: ['申诉中', 'bad'],
  DECIDED: ['已裁定', 'good'],
});

export const alertKind = looker({
  DANGER: ['险情词', 'bad'],
  CLUSTER: ['聚集', 'warn'],
});

export const REJECT_REASONS: readonly { readonly code: string; readonly text: string }[] = [
  { code: 'EMERGENCY', text: '应拨 110、119、120、122' },
  { code: 'LAWFUL_WAY', text: '应循诉讼、仲裁、纪检、复议、信息公开、信访等渠道' },
  { code: 'SECRET', text: '涉及国家秘密、商业秘密、个人隐私' },
  { code: 'UNLAWFUL', text: '违反法律法规、公序良俗' },
  { code: 'NO_MATTER', text: '无具体诉求或不属政务服务' },
];

export const ticketEvent = looker({
  REGISTERED: ['登记', 'plain'],
  ANSWERED_DIRECTLY: ['直接答复', 'good'],
  DISPATCHED: ['派单', 'busy'],
  ACKNOWLEDGED: ['签收', 'busy'],
  RETURN_REQUESTED: ['申请退单', 'warn'],
  RETURN_ACCEPTED: ['同意退单', 'warn'],
  RETURN_REFUSED: ['驳回退单', 'warn'],
  REPLIED: ['答复', 'busy'],
  SENT_BACK: ['退回重办', 'bad'],
  REPLY_ACCEPTED: ['审核通过', 'good'],
  HANDLED: ['办结', 'good'],
  CLOSED: ['结案', 'good'],
  REJECTED: ['不予受理', 'warn'],
  PROGRESSED: ['阶段反馈', 'busy'],
  RECALLED: ['撤回', 'warn'],
  APPLIED: ['申请', 'warn'],
  GRANTED: ['批准', 'good'],
  DECLINED: ['不批准', 'warn'],
  RESUMED: ['恢复办理', 'busy'],
  REOPENED: ['重办', 'bad'],
  ARCHIVED: ['归档', 'plain'],
  MERGED: ['并单', 'plain'],
  UNMERGED: ['拆单', 'plain'],
  ABSORBED: ['并入工单', 'plain'],
  RELEASED: ['拆出工单', 'plain'],
  REMINDED: ['催办', 'warn'],
  CHASED: ['催单', 'warn'],
  SUPPLEMENTED: ['补充', 'plain'],
  WITHDRAWN: ['撤诉', 'plain'],
  VOIDED: ['作废', 'plain'],
  RECLASSIFIED: ['改类', 'plain'],
  EXCLUDED: ['剔除考核', 'plain'],
  INCLUDED: ['取消剔除', 'plain'],
  SUPERVISED: ['督办', 'bad'],
  SUPERVISION_ENDED: ['督办结束', 'good'],
  SIGNED_OFF: ['签批', 'busy'],
  CARD_ISSUED: ['系统发牌', 'bad'],
  CARD_WITHDRAWN: ['撤牌', 'good'],
  NOTICED: ['系统提醒', 'warn'],
  DEADLINE_SETTLED: ['时限确定', 'plain'],
  UNIT_SUCCEEDED: ['单位承继', 'warn'],
});

export const callOutcome = looker({
  ANSWERED: ['已接听', 'good'],
  ABANDONED_GREETING: ['播报中挂断', 'plain'],
  ABANDONED_QUEUE: ['排队中挂断', 'warn'],
  PUT_THROUGH: ['已转出', 'good'],
  INTERRUPTED: ['系统中断', 'bad'],
});

/** Whether a masked number is one: the network may have given none. */
export function isKnownCaller(caller: string | null): boolean {
  return caller !== null && /[0-9*]/.test(caller);
}

export const popState = looker({
  RINGING: ['来电振铃', 'warn'],
  TALKING: ['通话中', 'good'],
  ENDED: ['通话结束', 'plain'],
});

export const agentState = looker({
  READY: ['示闲', 'good'],
  BREAK: ['小休', 'warn'],
  TALKING: ['通话中', 'busy'],
  AFTER_CALL: ['话后处理', 'warn'],
  LEADING: ['值守', 'plain'],
  OUT: ['未签入', 'plain'],
});

/** Reasons of a break are the profile's own words; one is the system's. */
export function breakReason(reason: string | null | undefined): string {
  return reason === 'NOT_ANSWERING' ? '话机无应答' : (reason ?? '');
}

export const callResult = looker({
  ANSWERED: ['已解答', 'good'],
  TICKET: ['已登记工单', 'good'],
  CHASE: ['催办', 'busy'],
  SILENT: ['无声', 'plain'],
  NUISANCE: ['骚扰', 'bad'],
  WRONG_NUMBER: ['打错', 'plain'],
  TRANSFERRED: ['已转接', 'busy'],
});

export const recordingState = looker({
  MAKING: ['录音中', 'busy'],
  KEPT: ['完整', 'good'],
  EMPTY: ['没有语音', 'warn'],
  MISSING: ['文件缺失', 'bad'],
  UNREADABLE: ['无法读取', 'bad'],
  CHANGED: ['与原录音不符', 'bad'],
  DELETED: ['已到期删除', 'plain'],
});

export const switchMode = looker({
  NOTICE: ['公告', 'warn'],
  SURGE: ['高峰模式', 'warn'],
  NIGHT: ['夜间模式', 'busy'],
});

export const treatment = looker({
  ANNOUNCED: ['提示后照常排队', 'plain'],
  LAST: ['提示并排在最后', 'plain'],
});

export const unwelcomeState = looker({
  PROPOSED: ['待审批', 'warn'],
  APPROVED: ['生效中', 'bad'],
  EXPIRED: ['已到期', 'plain'],
  LIFTED: ['已解除', 'plain'],
});

export const surveyState = looker({
  PLANNED: ['待发起', 'plain'],
  WAITING: ['暂不能发起', 'warn'],
  ASKING: ['正在发起', 'busy'],
  ASKED: ['等待评价', 'busy'],
  ANSWERED: ['已评价', 'good'],
  UNRATED: ['未评价', 'plain'],
  NOT_ASKED: ['不作调查', 'plain'],
  FAILED: ['未能联系', 'bad'],
});

export const rating = looker({
  SATISFIED: ['满意', 'good'],
  BASICALLY_SATISFIED: ['基本满意', 'busy'],
  DISSATISFIED: ['不满意', 'bad'],
});

export const channel = looker({
  SMS: ['短信', 'plain'],
  VOICE: ['语音回访', 'plain'],
  WEB: ['网页', 'plain'],
  PHONE: ['电话', 'plain'],
});

export const attemptOutcome = looker({
  OPEN: ['进行中', 'busy'],
  ACCEPTED: ['已发出', 'busy'],
  DELIVERED: ['已送达', 'good'],
  UNDELIVERED: ['未送达', 'bad'],
  REJECTED: ['被拒绝', 'bad'],
  LATER: ['稍后再试', 'warn'],
  UNKNOWN: ['结果不明', 'warn'],
  RATED: ['已评价', 'good'],
  NO_DIGIT: ['接听未按键', 'warn'],
  BUSY: ['占线', 'warn'],
  NO_ANSWER: ['无人接听', 'warn'],
  UNREACHABLE: ['无法接通', 'bad'],
});

export const missedState = looker({
  OPEN: ['待回拨', 'warn'],
  RANG_AGAIN: ['已再次来电并接听', 'good'],
  WITHHELD: ['未显示号码，仅计数', 'plain'],
});

export const role = looker({
  ADMINISTRATOR: ['管理员', 'plain'],
  AGENT: ['话务员', 'plain'],
  SHIFT_LEADER: ['班长', 'plain'],
  DISPATCHER: ['派单员', 'plain'],
  REVIEWER: ['审核员', 'plain'],
  UNIT_CLERK: ['承办单位经办人', 'plain'],
  EDITOR: ['通报编辑', 'plain'],
  FOLLOW_UP_AGENT: ['回访员', 'plain'],
  UNIT_LEADER: ['承办单位负责人', 'plain'],
  INSPECTORATE: ['督查人员', 'plain'],
  OFFICE_LEADER: ['热线办负责人', 'plain'],
});

/** States of a bulletin's edition in the order of its way. */
export const editionState = looker({
  DRAFT: ['起草', 'plain'],
  SHOWN: ['单位核对', 'busy'],
  FROZEN: ['已冻结', 'busy'],
  CHECKED: ['已审核', 'busy'],
  SIGNED_OFF: ['已签发', 'good'],
  NUMBERED: ['已编号', 'good'],
  PUBLISHED: ['已发布', 'good'],
});

export const findingKind = looker({
  CONTRADICTION: ['数据矛盾', 'bad'],
  PROVISIONAL: ['数据未定', 'warn'],
  NOTE: ['说明', 'plain'],
});

/** What happened to an edition. */
export const editionEvent = looker({
  OPENED: ['开始编制', 'plain'],
  SHOWN: ['送单位核对', 'busy'],
  OBJECTED: ['单位提出异议', 'warn'],
  ANSWERED: ['答复异议', 'plain'],
  FROZEN: ['冻结数据', 'busy'],
  EXPLAINED: ['说明理由', 'plain'],
  CHECKED: ['审核通过', 'good'],
  SIGNED_OFF: ['签发', 'good'],
  SENT_BACK: ['退回重编', 'bad'],
  NUMBERED: ['编号', 'plain'],
  PUBLISHED: ['发布', 'good'],
});
