package org.hotline12345.office;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Destroys citizens' keys (抹除), step by step: noted, closed, destroyed, ended when no row holds anything of the citizen. Each step is
 * on the disk before the next, and each can be made again, so whoever finds one that has not ended goes on with it.
 */
public final class Erasures {
    private final PgErasures rows;
    private final Seal seal;
    private final Clock clock;

    Erasures(PgErasures rows, Seal seal, Clock clock) {
        this.rows = rows;
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * From now on nothing new is sealed with the key: who calls again from that number is somebody new.
     *
     * @param ticket of a request whose citizen has no number
     */
    public Erasure begin(HotlineCode hotline, CitizenKey key, Optional<String> ticket) {
        var erasure = new Erasure(
                UUID.randomUUID(),
                hotline,
                key.place(),
                new BlindIndex(key.index().bytes()),
                ticket,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        rows.add(erasure);
        seal.citizens().closePlace(erasure.place());
        return erasure;
    }

    /** From now on nobody can read what was sealed with the key, wherever it stands. */
    public void destroyKey(Erasure erasure) {
        seal.citizens().erase(erasure.place());
    }

    /** No row holds anything of the citizen any more. */
    public void end(Erasure erasure) {
        rows.end(erasure, clock.instant());
    }

    /** Begun and not ended: the program ended in between. */
    public List<Erasure> unfinished() {
        return rows.unfinished();
    }

    /** Destroys what was destroyed before: an old copy of the keys may have been put back. @return how many came back */
    int destroyAgain() {
        var back = 0;
        for (int place : rows.destroyed()) {
            var kept = seal.citizens().at(place);
            if (kept.isPresent() && kept.get().state() != CitizenKeys.State.ERASED) {
                seal.citizens().erase(place);
                back++;
            }
        }
        return back;
    }
}
