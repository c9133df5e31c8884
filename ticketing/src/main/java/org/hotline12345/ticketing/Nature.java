package org.hotline12345.ticketing;

/** What kind of request it is (诉求性质); deadlines and bulletins go by it. */
public enum Nature {
    /** 咨询 */
    INQUIRY,
    /** 求助 */
    HELP,
    /** 投诉 */
    COMPLAINT,
    /** 举报: a citizen names a violation. */
    TIP_OFF,
    /** 建议 */
    SUGGESTION,
    /** 表扬 */
    PRAISE,
    /** 其他 */
    OTHER
}
