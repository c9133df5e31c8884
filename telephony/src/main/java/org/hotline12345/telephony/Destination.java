package org.hotline12345.telephony;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a caller is sent on to, as the profile names it; what is not listed here is refused when the profile is read. */
public sealed interface Destination {
    /** {@code agent}: the queue of the line that was dialled. */
    record Agent() implements Destination {}

    /** {@code queue NAME}: the seats for enterprises, for a dialect, for a parallel line. */
    record ToQueue(QueueName queue) implements Destination {}

    /** {@code menu NAME}: another menu, or the same one again. */
    record ToMenu(String name) implements Destination {}

    /** {@code progress}: how far a ticket is. */
    record Progress() implements Destination {}

    /** {@code emergency 110}: handed to the police, the fire brigade, the ambulance or the traffic police by the carrier. */
    record Emergency(String number) implements Destination {
        static final Set<String> NUMBERS = Set.of("110", "119", "120", "122");

        public Emergency {
            if (!NUMBERS.contains(number)) {
                throw new IllegalArgumentException("emergency numbers are 110, 119, 120 and 122");
            }
        }
    }

    /** {@code call NUMBER}: a duty telephone, or the upper hotline, by the carrier. */
    record ToNumber(String number) implements Destination {
        private static final Pattern DIALLED = Pattern.compile("[0-9*#+]{3,20}");

        public ToNumber {
            if (!isDialled(number)) {
                throw new IllegalArgumentException("a number that is dialled has 3 to 20 of 0 to 9, *, # and +");
            }
        }

        static boolean isDialled(String number) {
            return DIALLED.matcher(number).matches();
        }
    }

    /** {@code message}: the caller speaks a message (留言), which the office finds in its list. */
    record Message() implements Destination {}

    /** {@code end}: good-bye. */
    record End() implements Destination {}

    /** All forms, for whoever wrote another one. */
    String FORMS =
            "one of: agent, queue NAME, menu NAME, progress, message, emergency 110|119|120|122, call NUMBER, end";

    /** Empty when the text is none of the forms. */
    static Optional<Destination> parse(String text) {
        var words = text.strip().split(" +", 2);
        var rest = words.length > 1 ? words[1] : "";
        try {
            return Optional.ofNullable(
                    switch (words[0]) {
                        case "agent" -> rest.isEmpty() ? new Agent() : null;
                        case "progress" -> rest.isEmpty() ? new Progress() : null;
                        case "message" -> rest.isEmpty() ? new Message() : null;
                        case "end" -> rest.isEmpty() ? new End() : null;
                        case "queue" -> new ToQueue(new QueueName(rest));
                        case "menu" -> rest.isEmpty() ? null : new ToMenu(rest);
                        case "emergency" -> new Emergency(rest);
                        case "call" -> new ToNumber(rest);
                        default -> null;
                    });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
