package org.hotline12345.ticketing;

/** What kind of request it is (诉求性质); deadlines and bulletins go by it. */
public enum Nature {
    INQUIRY("咨询"),
    HELP("求助"),
    COMPLAINT("投诉"),
    /** A citizen names a violation. */
    TIP_OFF("举报"),
    SUGGESTION("建议"),
    PRAISE("表扬"),
    OTHER("其他");

    private final String title;

    Nature(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }
}
