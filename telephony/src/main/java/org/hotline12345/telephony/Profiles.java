package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hotlines' profiles as they are in force, read anew once in a while: at each call would be a query and a document to
 * parse for every caller. While the database is away, what was known before stands in.
 */
final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final Duration KEPT_FOR = Duration.ofSeconds(1);

    private record Kept(TelephonyProfile profile, long untilNanos) {}

    private final Office office;
    private final Clock clock;
    private final Consumer<TelephonyProfile> onNew;
    private final Map<HotlineCode, Kept> kept = new ConcurrentHashMap<>();

    /** @param onNew is told of each profile when it is first seen, on the thread that asked */
    Profiles(Office office, Clock clock, Consumer<TelephonyProfile> onNew) {
        this.office = office;
        this.clock = clock;
        this.onNew = onNew;
    }

    TelephonyProfile of(HotlineCode hotline) {
        var known = kept.get(hotline);
        var now = System.nanoTime();
        if (known != null && now - known.untilNanos < 0) {
            return known.profile;
        }
        if (known != null) {
            // One reads, the others need not wait for it.
            kept.put(hotline, new Kept(known.profile, now + KEPT_FOR.toNanos()));
        }
        try {
            var read = read(hotline);
            kept.put(hotline, new Kept(read, System.nanoTime() + KEPT_FOR.toNanos()));
            if (known == null || !known.profile.equals(read)) {
                onNew.accept(read);
            }
            return read;
        } catch (RuntimeException e) {
            LOG.warn(
                    "the profile of hotline {} cannot be read, so an older one stands in: {}", hotline, e.getMessage());
            return known != null ? known.profile : defaults();
        }
    }

    /** As it was read last, without asking the database; for whoever cannot wait. */
    TelephonyProfile known(HotlineCode hotline) {
        var known = kept.get(hotline);
        return known != null ? known.profile : defaults();
    }

    private TelephonyProfile read(HotlineCode hotline) {
        return TelephonyProfile.read(
                office.profileOrDefaults(hotline, clock.instant()).settings().section("telephony"));
    }

    private static TelephonyProfile defaults() {
        return TelephonyProfile.read(Settings.parse("defaults", "", Map.of()));
    }
}
