package org.hotline12345.telephony;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * What a hotline's profile says about its agents (section {@code telephony.agents}).
 *
 * @param breakReasons {@code break-reasons}: why an agent may take a break; shown as they are written. Default [休息, 用餐,
 *     培训, 会议]
 * @param afterCall {@code after-call}: so long after a citizen's call no other one rings, unless the agent is ready
 *     sooner. Default 0s: the next one may come at once
 * @param ringsInVain {@code rings-in-vain}: an agent whose telephone rang so often in a row without an answer is put on a
 *     break that says so. Default 2
 * @param pageGoneAfter {@code page-gone-after}: an agent whose page has been closed for so long is put on the same break.
 *     Default 1min; 0s: never, where agents work by telephone alone
 * @param resultWithin {@code result-within}: an answered call is listed as one without a result so long after its end.
 *     Default 10min
 * @param resultChangeable {@code result-changeable}: so long after the answer an agent may change a call's result: the
 *     length of a shift. Default 12h
 * @param linesWithoutTickets {@code lines-without-tickets}: dialled numbers whose calls need no result. Default []
 */
public record AgentProfile(
        List<String> breakReasons,
        Duration afterCall,
        int ringsInVain,
        Duration pageGoneAfter,
        Duration resultWithin,
        Duration resultChangeable,
        Set<String> linesWithoutTickets) {
    private static final int MAX_REASONS = 20;
    private static final Pattern REASON = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} 、（）-]{0,19}");
    private static final Pattern LINE = Pattern.compile("[0-9]{3,20}");

    public AgentProfile {
        breakReasons = List.copyOf(breakReasons);
        linesWithoutTickets = Set.copyOf(linesWithoutTickets);
    }

    public static AgentProfile read(Settings settings) {
        var reasons = settings.words("break-reasons", List.of("休息", "用餐", "培训", "会议"));
        if (reasons.isEmpty()
                || reasons.size() > MAX_REASONS
                || new HashSet<>(reasons).size() != reasons.size()
                || !reasons.stream().allMatch(reason -> REASON.matcher(reason).matches())) {
            settings.problem(
                    "break-reasons", "must be a list of 1 to 20 different reasons of 1 to 20 letters and digits each");
        }
        var lines = settings.words("lines-without-tickets", List.of());
        if (!lines.stream().allMatch(line -> LINE.matcher(line).matches())) {
            settings.problem("lines-without-tickets", "must be a list of dialled numbers, 3 to 20 digits each");
        }
        var day = Duration.ofDays(1);
        return new AgentProfile(
                reasons,
                settings.duration("after-call", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)),
                settings.number("rings-in-vain", 2, 1, 20),
                settings.duration("page-gone-after", Duration.ofMinutes(1), Duration.ZERO, Duration.ofHours(1)),
                settings.duration("result-within", Duration.ofMinutes(10), Duration.ofSeconds(1), day),
                settings.duration("result-changeable", Duration.ofHours(12), Duration.ofMinutes(1), day),
                Set.copyOf(lines));
    }
}
