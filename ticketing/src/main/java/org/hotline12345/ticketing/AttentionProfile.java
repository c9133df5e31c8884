package org.hotline12345.ticketing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Settings;

/**
 * What a hotline looks out for: section {@code ticketing.attention} of the profile. No regulation gives figures or words; the
 * defaults are assumptions that an office replaces.
 *
 * @param dangerWords words in a request at which the shift leader is alerted
 * @param clusterTickets so many requests about one place and topic ...
 * @param clusterWithin ... within this time are a cluster, at which the shift leader is alerted
 * @param repeatsWithin how far back a request that may be repeated is looked for
 * @param alikePercent how many of the words of two texts must be the same for them to be alike
 * @param climbAfter how long somebody on duty has before the next one is told
 */
public record AttentionProfile(
        List<String> dangerWords,
        int clusterTickets,
        Duration clusterWithin,
        Duration repeatsWithin,
        int alikePercent,
        Duration climbAfter) {
    private static final List<String> DANGER =
            List.of("自杀", "轻生", "跳楼", "持刀", "爆炸", "燃气泄漏", "煤气泄漏", "塌方", "滑坡", "触电", "溺水", "食物中毒", "着火", "群体性");

    public AttentionProfile {
        dangerWords = List.copyOf(dangerWords);
    }

    /** @param ticketing the profile's section {@code ticketing}; problems are noted in it and come out at its check */
    public static AttentionProfile read(Settings ticketing) {
        var section = ticketing.section("attention");
        var cluster = section.section("cluster");
        return new AttentionProfile(
                section.words("danger-words", DANGER),
                cluster.number("tickets", 3, 2, 1_000),
                cluster.duration("within", Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofDays(7)),
                section.duration("repeats-within", Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(366)),
                section.number("alike-percent", 25, 5, 100),
                section.duration("climb-after", Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofDays(1)));
    }

    /** That of the profile in force; the defaults where the hotline has no profile yet. */
    public static AttentionProfile of(Office office, HotlineCode hotline, Instant at) {
        return read(office.profileOrDefaults(hotline, at).settings().section("ticketing"));
    }
}
