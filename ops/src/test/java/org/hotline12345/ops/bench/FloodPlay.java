package org.hotline12345.ops.bench;

import java.util.List;

/** One play of a story, with names of its own. */
final class FloodPlay {
    private static final long MICROS = 1_000_000;

    private final FloodStory story;
    private final long ordinal;
    private final long begunMicros;
    private final List<String> seats;

    /**
     * @param begunMicros when its first event is due, since 1970
     * @param seats that nobody else uses while it is played
     */
    FloodPlay(FloodStory story, long ordinal, long begunMicros, List<String> seats) {
        this.story = story;
        this.ordinal = ordinal;
        this.begunMicros = begunMicros;
        this.seats = seats;
    }

    FloodStory story() {
        return story;
    }

    List<String> seats() {
        return seats;
    }

    long due(FloodStory.Told told) {
        return begunMicros + told.offsetMicros();
    }

    String time(long offsetMicros) {
        var micros = begunMicros + offsetMicros;
        var fraction = Long.toString(MICROS + micros % MICROS);
        return micros / MICROS + "." + fraction.substring(1);
    }

    String id(int index) {
        return "pbx1-" + begunMicros / MICROS + "." + (ordinal * FloodStory.NUMBERS + index);
    }

    String hex(int index) {
        var hex = Long.toHexString(ordinal * FloodStory.NUMBERS + index);
        return "0".repeat(8 - hex.length()) + hex;
    }

    String number(int index) {
        var number = Long.toString(ordinal * FloodStory.NUMBERS + index);
        return "154" + "0".repeat(8 - number.length()) + number;
    }

    String seat(int index) {
        return seats.get(index);
    }

    /** What must be counted, with this play's names: one line a citizen. */
    List<String> counted() {
        return story.calls().stream()
                .map(citizen -> {
                    var counted = citizen.counted();
                    var legs = counted.legs();
                    for (int i = 0; i < seats.size(); i++) {
                        legs = legs.replace("100" + (i + 1), seats.get(i));
                    }
                    return line(
                            id(citizen.id()),
                            counted.outcome(),
                            counted.waitMillis().map(Object::toString).orElse("-"),
                            counted.talkMillis().map(Object::toString).orElse("-"),
                            Integer.toString(counted.transfers()),
                            legs);
                })
                .toList();
    }

    static String line(String id, String outcome, String waitMillis, String talkMillis, String transfers, String legs) {
        return String.join("\t", id, outcome, waitMillis, talkMillis, transfers, legs);
    }
}
