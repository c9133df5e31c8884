package org.hotline12345.ticketing;

/** The way a request came in (渠道); the way of the survey depends on it. */
public enum Channel {
    /** A call; the ticket then may be bound to it. */
    PHONE,
    /** From a hotline above, such as the city's (上级转办). */
    UPSTREAM,
    WECHAT,
    WEB,
    APP,
    SMS,
    /** A letter to the mayor's or the hotline's mailbox. */
    MAILBOX
}
