package org.hotline12345.telephony;

import java.time.Instant;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/**
 * What the shift leader has switched, from a moment to a moment: it ends by itself, for nobody remembers it in the
 * morning.
 *
 * @param madeBy who switched
 */
public record LineSwitch(UUID id, HotlineCode hotline, Mode mode, Instant from, Instant until, PersonId madeBy) {
    private static final int MAX_TEXT = 500;

    /** What is switched. */
    public sealed interface Mode {}

    /** A notice that every caller hears before the queue: a storm, a power cut. */
    public record Notice(String text) implements Mode {
        public Notice {
            checkText(text);
        }
    }

    /**
     * More calls than agents: the short greeting, no menu, and all wait in the hotline's own queue, which all agents of the
     * hotline serve meanwhile: those of other queues when all of its own are in a call.
     *
     * @param takesMessages whether a caller may leave a message in place of waiting
     */
    public record Surge(boolean takesMessages) implements Mode {}

    /**
     * Nobody is at the seats: callers go to the duty telephone or to the upper hotline, by the carrier.
     *
     * @param text said before; may be empty
     * @param number 3 to 20 of 0 to 9, *, # and +
     */
    public record Night(String text, String number) implements Mode {
        public Night {
            if (!text.isEmpty()) {
                checkText(text);
            }
            if (!Destination.ToNumber.isDialled(number)) {
                throw new IllegalArgumentException("a number that is dialled has 3 to 20 of 0 to 9, *, # and +");
            }
        }
    }

    public LineSwitch {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a switch ends after it begins");
        }
    }

    boolean isInForce(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    private static void checkText(String text) {
        if (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a spoken text has 1 to " + MAX_TEXT + " characters on one line");
        }
    }
}
