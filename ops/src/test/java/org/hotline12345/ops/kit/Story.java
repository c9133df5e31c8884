package org.hotline12345.ops.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One citizen's request, as the test draws it: who calls, what becomes of it, and what the citizen says when asked.
 *
 * @param rating the digit the citizen answers the survey with; empty for nobody asked or no answer
 */
public record Story(int index, String number, boolean mobile, String nature, Course course, Optional<Integer> rating) {
    /** How far the request comes. */
    public enum Course {
        /** The agent answered a question that needs no ticket. */
        NO_TICKET,
        /** Written down, waits for a dispatcher. */
        REGISTERED,
        /** Answered by the agent, closed at once. */
        DIRECT,
        /** With a unit, not yet replied. */
        DISPATCHED,
        /** Through the whole life, to the end. */
        CLOSED
    }

    private static final List<String> NATURES = List.of("INQUIRY", "HELP", "COMPLAINT", "SUGGESTION");

    /**
     * Draws a morning at the hotline. Two stories always come to their end, one asked by SMS and one by voice, so that
     * every seed goes the whole way; all else is chance.
     */
    public static List<Story> draw(Random random) {
        var stories = new ArrayList<Story>();
        stories.add(new Story(0, mobile(0), true, nature(random), Course.CLOSED, Optional.of(1)));
        stories.add(
                new Story(1, landline(1), false, nature(random), Course.CLOSED, Optional.of(1 + random.nextInt(3))));
        var more = 2 + random.nextInt(3);
        for (int i = 2; i < 2 + more; i++) {
            var course = Course.values()[random.nextInt(Course.values().length)];
            var answers = random.nextInt(4);
            var isClosed = course == Course.CLOSED || course == Course.DIRECT;
            var rating = isClosed && answers > 0 ? Optional.of(answers) : Optional.<Integer>empty();
            stories.add(new Story(i, mobile(i), true, nature(random), course, rating));
        }
        return List.copyOf(stories);
    }

    /** A mobile number of the range 154, which is not in use. */
    static String mobile(int index) {
        return String.format("154%08d", 1_000 + index);
    }

    /** A landline number of the sample's area that no exchange gives out: subscribers' numbers do not begin with 9. */
    static String landline(int index) {
        return String.format("03709%06d", 1_000 + index);
    }

    private static String nature(Random random) {
        return NATURES.get(random.nextInt(NATURES.size()));
    }

    /** Closed, so asked whether the citizen is satisfied. */
    public boolean isClosed() {
        return course == Course.CLOSED || course == Course.DIRECT;
    }

    public boolean hasTicket() {
        return course != Course.NO_TICKET;
    }
}
