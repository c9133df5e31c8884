package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The profiles' words about agents, read anew every few seconds: each ring and each hang-up asks for them. */
final class AgentRules {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRules.class);
    private static final Duration KEPT = Duration.ofSeconds(5);

    private record Kept(AgentProfile profile, Instant until) {}

    private final Office office;
    private final Clock clock;
    private final Map<HotlineCode, Kept> kept = new ConcurrentHashMap<>();

    AgentRules(Office office, Clock clock) {
        this.office = office;
        this.clock = clock;
    }

    AgentProfile of(HotlineCode hotline) {
        var now = clock.instant();
        var known = kept.get(hotline);
        if (known != null && known.until().isAfter(now)) {
            return known.profile();
        }
        AgentProfile profile;
        try {
            profile = AgentProfile.read(
                    office.profile(hotline, now).settings().section("telephony").section("agents"));
        } catch (Refused e) {
            profile = AgentProfile.read(Settings.parse("defaults", "", Map.of()));
        } catch (RuntimeException e) {
            if (known == null) {
                throw e;
            }
            // A database that is away must not stop the desks: what was known before stands in.
            LOG.warn("the profile of {} could not be read again: {}", hotline, e.getMessage());
            profile = known.profile();
        }
        kept.put(hotline, new Kept(profile, now.plus(KEPT)));
        return profile;
    }
}
