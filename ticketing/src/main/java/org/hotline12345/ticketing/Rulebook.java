package org.hotline12345.ticketing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;

/** The rules that a hotline's tickets go by: its profile's, over its calendar. */
final class Rulebook {
    private record ReadProfile(int version, TicketingProfile profile) {}

    private final Office office;
    private final Clock clock;
    /** The last version read of each: a profile is asked for at each step of a ticket. */
    private final Map<HotlineCode, ReadProfile> profiles = new ConcurrentHashMap<>();

    Rulebook(Office office, Clock clock) {
        this.office = office;
        this.clock = clock;
    }

    /** As the rows keep it: PostgreSQL has microseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Deadlines deadlines(HotlineCode hotline, Instant at) {
        return new Deadlines(
                profile(hotline, at),
                office.calendar(hotline),
                office.hotline(hotline).zone());
    }

    /** @throws Refused (invalid) for a domain that is none of the hotline's */
    void requireDomain(HotlineCode hotline, Optional<String> domain) {
        domain.filter(code -> !office.lists().isDomain(hotline, code)).ifPresent(code -> {
            throw Refused.invalid("there is no domain " + code);
        });
    }

    TicketingProfile profile(HotlineCode hotline, Instant at) {
        var version = office.profileOrDefaults(hotline, at);
        return profiles.compute(
                        hotline,
                        (_, known) -> known != null && known.version() == version.version()
                                ? known
                                : new ReadProfile(
                                        version.version(),
                                        TicketingProfile.read(version.settings().section("ticketing"))))
                .profile();
    }
}
