package org.hotline12345.callback;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Sealed;

/** What surveys, messages and missed calls hold of citizens, for erasing them and for looking after their keys. */
public final class Respondents {
    /**
     * What hangs on a citizen.
     *
     * @param surveys of which {@code pending} are not over
     * @param replies messages of his
     */
    public record Hanging(int surveys, int pending, int replies, int missedCalls) {}

    private final PgRespondents rows;
    private final Clock clock;

    Respondents(PgRespondents rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    public Hanging hanging(HotlineCode hotline, BlindIndex citizen) {
        return rows.hanging(hotline, citizen);
    }

    /**
     * Takes a citizen's number and words out of the rows; what was asked and how it was rated stays. Who was not asked yet cannot be.
     *
     * @return how many surveys
     */
    public int erase(HotlineCode hotline, BlindIndex citizen) {
        return rows.erase(hotline, citizen, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Puts what was sealed for a citizen under the citizen's own key. @return how many surveys */
    public int reseal(HotlineCode hotline, CitizenKey key) {
        return rows.reseal(hotline, key);
    }

    /** Puts every value under its citizen's own key, where it is not yet. @return how many rows */
    public int resealAll() {
        return rows.resealAll();
    }

    /** Every value that is sealed, for looking whether its key is there. */
    public void eachSealed(Consumer<Sealed> look) {
        rows.eachSealed(look);
    }
}
