package org.hotline12345.bulletin;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** From this moment on and up to, but without, that one. */
public record Span(Instant from, Instant until, ZoneId zone) {
    public Span {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a span from " + from + " until " + until + " is empty");
        }
    }

    /** Its first and last day, as a bulletin says them: 2026年10月26日至11月25日. */
    String words() {
        var first = from.atZone(zone).toLocalDate();
        var last = until.atZone(zone).toLocalDate().minusDays(1);
        return first.getYear() + "年" + first.getMonthValue() + "月" + first.getDayOfMonth() + "日至"
                + (last.getYear() == first.getYear() ? "" : last.getYear() + "年")
                + last.getMonthValue() + "月" + last.getDayOfMonth() + "日";
    }

    /** The last day of which something is seen at a cut-off: units are called as on that day. */
    public LocalDate lastDay(Instant cutOff) {
        var end = cutOff.isBefore(until) ? cutOff : until;
        return end.minusMillis(1).atZone(zone).toLocalDate();
    }
}
