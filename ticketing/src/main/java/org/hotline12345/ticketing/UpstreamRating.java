package org.hotline12345.ticketing;

/** What a citizen said to the hotline above, which asks by itself. */
public enum UpstreamRating {
    SATISFIED("满意"),
    BASICALLY_SATISFIED("基本满意"),
    DISSATISFIED("不满意");

    private final String title;

    UpstreamRating(String title) {
        this.title = title;
    }

    /** As people say it. */
    public String title() {
        return title;
    }
}
