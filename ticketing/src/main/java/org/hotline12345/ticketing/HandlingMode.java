package org.hotline12345.ticketing;

/** Who did the work of a ticket. */
public enum HandlingMode {
    /** 直办: the agent answered at once. */
    DIRECT,
    /** 转办: a unit handled it. */
    UNIT
}
