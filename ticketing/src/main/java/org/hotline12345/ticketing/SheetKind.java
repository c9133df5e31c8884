package org.hotline12345.ticketing;

import java.util.List;
import java.util.Locale;

/** The papers that an office makes of a ticket. Their words are the profile's; these are the usual ones. */
public enum SheetKind {
    /** Goes to the unit with the ticket. */
    DISPATCH("交办单", true, "请按时限办理，并将办理结果答复市民、反馈{hotline}。", "经办人：　　　　　　　　　　　　日期："),
    /** Is laid before a leader for his opinion. */
    LEADER("呈批单", true, "拟办意见：", "领导批示：", "签批：　　　　　　　　　　　　　日期："),
    /** 督办函: tells a unit to do what it has not done. */
    SUPERVISION(
            "督办函",
            false,
            "{unit}：",
            "{registered}市民反映“{title}”（工单{number}），已于{sent}转你单位办理，办理时限为{due}。现予督办，请抓紧办理，于收到本函后及时答复市民，并将结果反馈{hotline}。",
            "{hotline}",
            "{today}"),
    /** 约谈通知书: calls a unit's leader to a talk. */
    SUMMONS(
            "约谈通知书",
            false,
            "{unit}：",
            "因工单{number}“{title}”（办理时限{due}）办理情况，定于　　年　　月　　日　　时在　　　　　　约谈你单位负责人，请准时参加，并携带办理情况说明。",
            "{hotline}",
            "{today}");

    private final String title;
    private final boolean hasFacts;
    /** A paragraph on each line. */
    private final String text;

    SheetKind(String title, boolean hasFacts, String... text) {
        this.title = title;
        this.hasFacts = hasFacts;
        this.text = String.join("\n", text);
    }

    /** As it stands in an address and in the profile. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** Whether a table of the ticket's facts stands before the text. */
    boolean hasFacts() {
        return hasFacts;
    }

    List<String> text() {
        return text.lines().toList();
    }
}
