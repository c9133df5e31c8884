package org.hotline12345.ticketing;

/** The way a request came in (渠道); the way of the survey depends on it. */
public enum Channel {
    /** A call; the ticket then may be bound to it. */
    PHONE,
    WECHAT,
    WEB,
    APP,
    SMS,
    /** 市转县: from the hotline above, which asks the citizen itself. */
    UPSTREAM
}
