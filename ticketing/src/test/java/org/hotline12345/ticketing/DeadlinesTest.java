package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.Samples.HENAN;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Deadlines as people compute them with a calendar in the hand. */
class DeadlinesTest {
    private record Line(String what, String sent, String expected) {}

    @TestFactory
    Stream<DynamicTest> deadlinesAreAsComputedByHand() throws IOException {
        return lines().stream()
                .map(line -> DynamicTest.dynamicTest(
                        line.what() + " from " + line.sent(),
                        () -> assertThat(written(line)).isEqualTo(line.expected())));
    }

    @Test
    void thereAreAtLeastSixty() throws IOException {
        assertThat(lines()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static String written(Line line) {
        var words = line.what().split(" ", -1);
        var sent = beijing(line.sent());
        return switch (words[0]) {
            case "DAYS" -> due(HENAN.clock(sent, days(words[1])));
            case "ACK" -> local(HENAN.acknowledgeBy(sent));
            case "HOURS" -> due(HENAN.clock(sent, hours(words[1])));
            case "EXTEND" -> {
                var parts = words[1].split("\\+", -1);
                yield due(HENAN.extended(HENAN.clock(sent, days(parts[0])), Integer.parseInt(parts[1])));
            }
            case "URGENT-EXTEND" -> due(HENAN.extended(HENAN.clock(sent, hours("2")), Integer.parseInt(words[1])));
            case "STOP" -> {
                var stopped = HENAN.withOffice(beijing(words[2]), beijing(words[3]));
                yield due(HENAN.stopped(HENAN.clock(sent, days(words[1])), stopped));
            }
            case "CARD" -> local(HENAN.cardAfter(new Deadline(sent, false), Card.RED));
            case "RETURN" -> local(HENAN.returnBy(sent));
            default -> throw new IllegalArgumentException(line.what());
        };
    }

    private static Allowance days(String count) {
        return new Allowance.WorkingDays(Integer.parseInt(count));
    }

    private static Allowance hours(String count) {
        return new Allowance.Hours(Duration.ofHours(Integer.parseInt(count)));
    }

    private static String due(UnitClock clock) {
        return local(clock.due().at()) + (clock.due().provisional() ? "?" : "");
    }

    private static String local(Instant at) {
        var local = at.atZone(Samples.ZONE).toLocalDateTime();
        return local.toLocalDate() + "T" + (local.getSecond() == 0 ? local.toLocalTime() + ":00" : local.toLocalTime());
    }

    private static Instant beijing(String local) {
        return LocalDateTime.parse(local).atZone(Samples.ZONE).toInstant();
    }

    private static List<Line> lines() throws IOException {
        var name = "deadlines-by-hand.csv";
        try (var stream = Objects.requireNonNull(DeadlinesTest.class.getResourceAsStream(name), name);
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Line(cells[0], cells[1], cells[2]))
                    .toList();
        }
    }
}
