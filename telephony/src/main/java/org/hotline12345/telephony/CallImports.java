package org.hotline12345.telephony;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Hotline;

/**
 * Brings the calls of a former system in, for a single command beside the running program or without it. What Asterisk's record
 * says is neither asked nor changed: the calls are settled when they are written.
 */
public final class CallImports {
    private final PgCallImports rows;
    private final Hotline hotline;
    private final TelephonyProfile profile;
    private final Instant now;
    private final Instant firstOfAsterisk;

    CallImports(PgCallImports rows, Hotline hotline, TelephonyProfile profile, Instant now) {
        this.rows = rows;
        this.hotline = hotline;
        this.profile = profile;
        this.now = now;
        this.firstOfAsterisk = rows.firstOfAsterisk(hotline.code()).orElse(Instant.MAX);
    }

    /** In which the callers of a line wait, as the profile has it. */
    public QueueName queueOf(String line) {
        return profile.line(line).queue();
    }

    /** A number as people write it; empty when it is no telephone number. */
    public Optional<Caller.Known> caller(String number) {
        return Caller.of(number, hotline.areaCode()) instanceof Caller.Known known
                ? Optional.of(known)
                : Optional.empty();
    }

    /**
     * Whether Asterisk told of that call itself: one of the same caller on the same line that arrived within two minutes of it.
     * Counted again it would be two.
     */
    public boolean isOfAsterisk(HistoricCall call) {
        return call.caller() instanceof Caller.Known known
                && call.endedAt().isAfter(firstOfAsterisk)
                && rows.isOfAsterisk(hotline.code(), call, known);
    }

    /**
     * Stores those that are not there yet, in one transaction.
     *
     * @return how many were not there
     */
    public int keep(List<HistoricCall> calls) {
        return rows.add(hotline.code(), calls, now);
    }
}
