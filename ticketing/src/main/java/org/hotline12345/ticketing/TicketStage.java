package org.hotline12345.ticketing;

/** Where a ticket stands, in one word: its own state, and while units have it the lead unit's. Stable in rows and addresses. */
public enum TicketStage {
    /** 待派 */
    REGISTERED,
    /** 待签收 */
    DISPATCHED,
    /** 处办中 */
    IN_HAND,
    /** 退单待审 */
    RETURN_REQUESTED,
    /** 待审核 */
    REPLIED,
    /** 已办结 */
    HANDLED,
    /** 已结案 */
    CLOSED,
    /** 已挂起 */
    SUSPENDED,
    /** 已并单 */
    MERGED,
    /** 不予受理 */
    REJECTED,
    /** 已撤诉 */
    WITHDRAWN,
    /** 已作废 */
    VOIDED,
    /** 已归档 */
    ARCHIVED
}
