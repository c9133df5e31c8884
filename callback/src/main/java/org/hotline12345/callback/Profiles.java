package org.hotline12345.callback;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;

/** The hotlines' words about surveys, as they were in force at a moment. */
final class Profiles {
    private static final int MAX_KEPT = 100;

    private record Version(HotlineCode hotline, int number) {}

    private final Office office;
    /** A version never changes, so it is read once. */
    private final Map<Version, CallbackProfile> kept = new ConcurrentHashMap<>();

    Profiles(Office office) {
        this.office = office;
    }

    /**
     * @throws Refused (unknown) when the hotline has no profile at that moment
     * @throws BadSettings when its section cannot be used
     */
    CallbackProfile of(HotlineCode hotline, Instant at) {
        var profile = office.profile(hotline, at);
        if (kept.size() > MAX_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(new Version(hotline, profile.version()), _ -> {
            var section = profile.settings().section("callback");
            var words = CallbackProfile.read(section);
            section.check();
            return words;
        });
    }

    /** Whether the citizens of that hotline may be asked at this moment; not while its profile cannot be read. */
    boolean askingHours(HotlineCode hotline, Instant now) {
        try {
            var zone = office.hotline(hotline).zone();
            return of(hotline, now).hours().contain(now.atZone(zone).toLocalTime());
        } catch (Refused | BadSettings e) {
            return false;
        }
    }
}
