package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.ProfileVersion;
import org.hotline12345.office.Refused;

/**
 * Since when each hotline records its talks, by its profiles ({@code telephony.record-talks}). What was not to be recorded cannot
 * be missing.
 */
final class RecordedSince {
    /** So many profiles back are looked through; older calls than theirs are nobody's problem any more. */
    private static final int MAX_VERSIONS = 100;

    private record Known(int version, Optional<Instant> since) {}

    private final Office office;
    private final Clock clock;
    private final Map<HotlineCode, Known> known = new ConcurrentHashMap<>();

    RecordedSince(Office office, Clock clock) {
        this.office = office;
        this.clock = clock;
    }

    /** Empty while the hotline does not record; calls that arrived before the moment were not to be recorded. */
    Optional<Instant> of(HotlineCode hotline) {
        var profile = at(hotline, clock.instant());
        if (profile.isEmpty()) {
            return Optional.of(Instant.EPOCH);
        }
        var before = known.get(hotline);
        if (before != null && before.version == profile.get().version()) {
            return before.since;
        }
        var since = since(profile.get());
        known.put(hotline, new Known(profile.get().version(), since));
        return since;
    }

    private Optional<Instant> since(ProfileVersion inForce) {
        if (!records(inForce)) {
            return Optional.empty();
        }
        var begun = inForce.validFrom();
        for (int i = 0; i < MAX_VERSIONS; i++) {
            var before = at(inForce.hotline(), begun.minusMillis(1));
            if (before.isEmpty()) {
                // Before the first profile stood the defaults, which record.
                return Optional.of(Instant.EPOCH);
            }
            if (!records(before.get())) {
                return Optional.of(begun);
            }
            begun = before.get().validFrom();
        }
        return Optional.of(begun);
    }

    private Optional<ProfileVersion> at(HotlineCode hotline, Instant at) {
        try {
            return Optional.of(office.profile(hotline, at));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private static boolean records(ProfileVersion profile) {
        return TelephonyProfile.recordsTalks(profile.settings().section("telephony"));
    }
}
