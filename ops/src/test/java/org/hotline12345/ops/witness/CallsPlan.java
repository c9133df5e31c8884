package org.hotline12345.ops.witness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who calls, how patient each is and whose call is handed on, all drawn from one seed. What then really happens is told by
 * the witnesses: a plan may come to nothing when a seat hangs up first.
 *
 * @param citizens number, a name of this very call and patience in milliseconds, in the order of dialling
 * @param hasty numbers that hang up while being put through
 * @param handings what is done to which caller
 */
record CallsPlan(List<Citizen> citizens, List<String> hasty, Map<String, Handing> handings) {
    record Citizen(String number, String name, int patienceMillis) {
        @Override
        public String toString() {
            return number + ";" + patienceMillis + ";" + name;
        }
    }

    /** How a call is handed on. */
    enum Handing {
        BLIND_TO_SEAT,
        BLIND_TO_QUEUE,
        BLIND_OUTSIDE,
        ATTENDED_TO_SEAT,
        ATTENDED_TO_QUEUE,
        ATTENDED_CANCELLED,
        /** The seat's telephone hangs up by itself, mostly while the other still rings. */
        ATTENDED_UNANSWERED,
        THREE_WAY,
        /** A waiting caller is taken out of the queue for a seat. */
        PICKED
    }

    private static final int FIRST_NUMBER = 20_000;
    /** Stays on the line until hung up on. */
    private static final int PATIENT_MILLIS = 40_000;

    /** Who calls back does so at the latest when so many others have called: some while their first call goes on. */
    private static final int CALLS_BACK_WITHIN = 300;

    CallsPlan {
        citizens = List.copyOf(citizens);
        hasty = List.copyOf(hasty);
        handings = Map.copyOf(handings);
    }

    static CallsPlan draw(Random random, int calls) {
        var citizens = new ArrayList<Citizen>();
        var hasty = new ArrayList<String>();
        var handings = new LinkedHashMap<String, Handing>();
        var kinds = Handing.values();
        for (int i = 0; i < calls; i++) {
            var number = String.format("154%08d", FIRST_NUMBER + i);
            var lot = random.nextInt(100);
            var patience = PATIENT_MILLIS;
            if (lot < 4) {
                hasty.add(number);
                continue;
            } else if (lot < 11) {
                patience = random.nextInt(1_400);
            } else if (lot < 20) {
                patience = 1_800 + random.nextInt(2_700);
            } else if (lot < 45) {
                handings.put(number, kinds[handings.size() % kinds.length]);
            } else if (lot < 48) {
                number = earlier(citizens, random)
                        .filter(other -> !handings.containsKey(other))
                        .orElse(number);
            } else if (random.nextBoolean()) {
                patience = 4_500 + random.nextInt(4_000);
            }
            citizens.add(new Citizen(number, "citizen-" + citizens.size(), patience));
        }
        return new CallsPlan(citizens, hasty, handings);
    }

    private static Optional<String> earlier(List<Citizen> citizens, Random random) {
        return citizens.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        citizens.get(citizens.size() - 1 - random.nextInt(Math.min(citizens.size(), CALLS_BACK_WITHIN)))
                                .number());
    }

    /** What seats do with the calls that ring at them, in turn: mostly answer, some refuse, a few leave it ringing. */
    static List<String> work(Random random, int calls) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < calls; i++) {
            var lot = random.nextInt(100);
            var talk = 1_500 + random.nextInt(2_500);
            if (lot < 2) {
                lines.add("60000;1;" + talk);
            } else if (lot < 5) {
                lines.add(100 + random.nextInt(400) + ";0;0");
            } else {
                lines.add(200 + random.nextInt(700) + ";1;" + talk);
            }
        }
        return lines;
    }

    /** The same of those who are asked or handed a call: they always answer, after so long. */
    static List<String> answers(Random random, int calls, int ringMillis) {
        return IntStream.range(0, calls)
                .mapToObj(_ -> ringMillis / 2 + random.nextInt(ringMillis) + ";1;" + (1_500 + random.nextInt(2_500)))
                .toList();
    }

    @Override
    public String toString() {
        return (citizens.size() + hasty.size()) + " calls, " + hasty.size() + " of them hasty, " + handings.size()
                + " to be handed on";
    }
}
