package org.hotline12345.telephony;

import java.util.regex.Pattern;
import org.hotline12345.office.Refused;

/** To whom a caller can be handed on. */
public sealed interface Target {
    /** As people write it; {@link #parse} reads it again. */
    String text();

    /** A seat of ours. */
    record ToSeat(Seat seat) implements Target {
        @Override
        public String text() {
            return seat.value();
        }
    }

    /** A queue, where the caller waits anew. */
    record ToQueue(QueueName queue) implements Target {
        @Override
        public String text() {
            return QUEUE + queue;
        }
    }

    /** Any other telephone, by the carrier. Its text form is hidden, so that it cannot slip into a log. */
    record ToNumber(String number) implements Target {
        public ToNumber {
            if (!DIALABLE.matcher(number).matches()) {
                throw Refused.invalid("a number that can be dialled has 3 to 20 of 0 to 9, *, # and +");
            }
        }

        @Override
        public String text() {
            return number;
        }

        @Override
        public String toString() {
            return "ToNumber[****]";
        }
    }

    /** What comes before the name of a queue. */
    String QUEUE = "queue:";

    /** Nothing else is dialled: {@code & / @ ,} would reach elsewhere. */
    Pattern DIALABLE = Pattern.compile("[0-9*#+]{3,20}");

    /** Seats that a caller can be handed on to have four digits. */
    Pattern SEAT = Pattern.compile("[0-9]{4}");

    /** @throws Refused (invalid) when it is neither a seat nor a queue nor a number that can be dialled */
    static Target parse(String text) {
        if (text.startsWith(QUEUE)) {
            try {
                return new ToQueue(new QueueName(text.substring(QUEUE.length())));
            } catch (IllegalArgumentException e) {
                throw Refused.invalid(
                        "after \"queue:\" comes the name of a queue: 1 to 64 of letters, digits, '_' and '-'");
            }
        }
        if (SEAT.matcher(text).matches()) {
            return new ToSeat(new Seat(text));
        }
        return new ToNumber(text);
    }

    /** The extension of the dialplan's context {@code transfer}. */
    default String extension() {
        return switch (this) {
            case ToSeat seat -> seat.seat().value();
            case ToQueue queue -> "queue-" + queue.queue();
            case ToNumber number -> number.number();
        };
    }
}
