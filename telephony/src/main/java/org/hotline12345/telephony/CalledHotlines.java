package org.hotline12345.telephony;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose call it is. Hotlines are known from the last look, so that no call waits for the database. */
final class CalledHotlines {
    private static final Logger LOG = LoggerFactory.getLogger(CalledHotlines.class);

    private final Office office;
    private final Profiles profiles;
    private volatile List<Hotline> hotlines;

    CalledHotlines(Office office, Profiles profiles) {
        this.office = office;
        this.profiles = profiles;
        this.hotlines = office.hotlines();
    }

    /**
     * Calls must not be lost for want of a hotline: a number that none has counts for the first.
     *
     * @param said the hotline that the call's Asterisk is configured for, if it is
     */
    Hotline hotlineOf(Optional<HotlineCode> said, String line) {
        return said.flatMap(code -> byCode(hotlines, code).or(() -> byCode(reloadHotlines(), code)))
                .or(() -> among(hotlines, line))
                .or(() -> withParallelLine(hotlines, line, profiles::known))
                .or(() -> among(reloadHotlines(), line))
                .or(() -> withParallelLine(hotlines, line, profiles::of))
                .or(() -> {
                    LOG.warn("line {} belongs to no hotline; its calls count for the first one", line);
                    return hotlines.stream().findFirst();
                })
                .orElseThrow(() -> new IllegalStateException("a call came in, and there is no hotline yet"));
    }

    private static Optional<Hotline> byCode(List<Hotline> hotlines, HotlineCode code) {
        return hotlines.stream().filter(hotline -> hotline.code().equals(code)).findFirst();
    }

    private static Optional<Hotline> among(List<Hotline> hotlines, String line) {
        return hotlines.stream()
                .filter(hotline -> hotline.number().equals(line))
                .findFirst();
    }

    private static Optional<Hotline> withParallelLine(
            List<Hotline> hotlines, String line, Function<HotlineCode, TelephonyProfile> profile) {
        return hotlines.stream()
                .filter(hotline -> profile.apply(hotline.code()).hasParallelLine(line))
                .findFirst();
    }

    /** A database that is away must not stop the thread for calls: what was known before stands in. */
    private List<Hotline> reloadHotlines() {
        try {
            hotlines = office.hotlines();
        } catch (RuntimeException e) {
            LOG.warn("the hotlines could not be read again: {}", e.getMessage());
        }
        return hotlines;
    }
}
