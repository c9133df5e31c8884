package org.hotline12345.ticketing;

/** What a citizen said to the hotline above, which asks by itself. */
public enum UpstreamRating {
    /** 满意 */
    SATISFIED,
    /** 基本满意 */
    BASICALLY_SATISFIED,
    /** 不满意 */
    DISSATISFIED
}
