package org.hotline12345.ticketing;

/** The way a request came in (渠道); the way of the survey depends on it. */
public enum Channel {
    /** A call; the ticket then may be bound to it. */
    PHONE("电话"),
    /** From a hotline above, such as the city's (上级转办). */
    UPSTREAM("市转县"),
    WECHAT("微信"),
    WEB("网站"),
    APP("APP"),
    SMS("短信"),
    /** A letter to the mayor's or the hotline's mailbox. */
    MAILBOX("信箱");

    private final String title;

    Channel(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }
}
