package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.hotline12345.office.Office;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What happened while nobody listened is in the rows as Asterisk's record tells it, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GapsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private TestDatabase database;
    private Pool pool;
    private Office office;
    private RecordedAsterisk asterisk;
    private Telephony telephony;
    private String node = "";

    @TempDir
    private static Path folders;

    private Path folder;
    private int nodes;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        pool = database.pool("telephony");
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(Stories.NORTH);
    }

    @AfterEach
    void stop() {
        telephony.close();
        asterisk.close();
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** An Asterisk of its own, whose calls nobody knows yet. */
    private void start() {
        node = "node" + ++nodes;
        asterisk = RecordedAsterisk.open();
        try {
            folder = Files.createTempDirectory(folders, "cel");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        launch();
    }

    private void launch() {
        telephony = Telephony.launch(
                pool,
                Clock.systemUTC(),
                office,
                RecordedAsterisk.config(asterisk.port(), "node: " + node, "{source: local, dir: " + folder + "}"));
        heard.clear();
        telephony.addListener((call, event) -> heard.add(event.getClass().getSimpleName()));
        telephony.start();
        await().atMost(SOON).until(telephony::connected);
    }

    private String ours(String text) {
        return text.replace("pbx1-", node + "-");
    }

    private List<String> record(String story) {
        try (var in = getClass().getResourceAsStream("/recordings/stories/" + story + ".cel.csv")) {
            return ours(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String> rows) {
        try {
            Files.writeString(
                    folder.resolve("cel.csv"),
                    rows.stream().map(row -> row + "\n").collect(Collectors.joining()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stream up to that message. */
    private String stream(String story, int messages) {
        var parts = ours(RecordedAsterisk.events("stories/" + story + ".ami")).split("\r\n\r\n");
        return List.of(parts).subList(0, Math.min(messages, parts.length)).stream()
                .map(part -> part + "\r\n\r\n")
                .collect(Collectors.joining());
    }

    private int messages(String story) {
        return RecordedAsterisk.events("stories/" + story + ".ami").split("\r\n\r\n").length;
    }

    private void awaitSettled(String story) {
        var expected = Stories.fold(Stories.recorded(story));
        for (var call : expected.values()) {
            var id = new CallId(ours(call.id().value()));
            await(story)
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(settled(id)).isTrue());
            // The row is committed first; what is remembered of an open call goes a moment later.
            await(story)
                    .atMost(SOON)
                    .until(() -> telephony.openCalls().stream()
                            .noneMatch(open -> open.id().equals(id)));
            var found = telephony.call(id).orElseThrow();
            assertThat(found.outcome().map(Object::getClass))
                    .as(story)
                    .isEqualTo(call.outcome().map(Object::getClass));
            assertThat(close(found.waited(), call.waited()))
                    .as("%s waited", story)
                    .isTrue();
            assertThat(close(found.talked(), call.talked()))
                    .as("%s talked %s, by the record %s: %s", story, found.talked(), call.talked(), found)
                    .isTrue();
            assertThat(found.transfers()).as("%s transfers", story).isEqualTo(call.transfers());
            assertThat(legs(found)).as("%s legs", story).isEqualTo(legs(call));
            assertThat(number("select count(*) as n from telephony.call where id = $1", id))
                    .isEqualTo(1);
            assertThat(number(
                            "select count(*) as n from telephony.call_event where call = $1 and type = 'Arrived'", id))
                    .isEqualTo(1);
        }
    }

    private static boolean close(java.util.Optional<Duration> one, java.util.Optional<Duration> other) {
        return one.isPresent() == other.isPresent()
                && one.map(duration -> duration.minus(other.get()).abs().compareTo(RecordedCall.TOLERANCE) <= 0)
                        .orElse(true);
    }

    private static List<String> legs(Call call) {
        return call.legs().stream()
                .map(leg -> leg.seat() + " " + leg.joinedAt().isPresent() + " "
                        + leg.transferredAt().isPresent())
                .toList();
    }

    private boolean settled(CallId id) {
        return number("select count(*) as n from telephony.call where id = $1 and settled", id) == 1;
    }

    private long number(String sql, CallId id) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(id.value()))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void callsThatPassedUnheardAreInTheRows() {
        for (var story : Stories.NAMES) {
            if (!story.equals("asterisk-dies-in-talk")) {
                start();
                write(record(story));
                awaitSettled(story);
                stop();
            }
        }
        start();
    }

    @Test
    void callThatWasHeardWholeIsConfirmedAndToldOnce() {
        start();
        write(record("attended-transfer"));
        asterisk.tell(stream("attended-transfer", Integer.MAX_VALUE));
        awaitSettled("attended-transfer");
        assertThat(heard.stream().filter("Arrived"::equals)).hasSize(1);
        assertThat(heard.stream().filter("Left"::equals)).hasSize(1);
        assertThat(heard.stream().filter("Answered"::equals))
                .as("one for each seat")
                .hasSize(2);
    }

    @Test
    void callCutOffFromUsAnywhereComesOutRight() {
        var random = new Random(12345);
        for (var story : List.of(
                "blind-transfer",
                "attended-transfer",
                "attended-transfer-second-queue-waiting",
                "three-way",
                "ring-no-answer-then-second-seat",
                "abandoned-in-queue",
                "picked-from-queue",
                "transfer-outside")) {
            for (int i = 0; i < 3; i++) {
                start();
                var from = 1 + random.nextInt(messages(story) - 1);
                asterisk.tell(stream(story, from));
                asterisk.cut();
                write(record(story));
                awaitSettled(story);
                stop();
            }
        }
        start();
    }

    @Test
    void restartInTheMidstOfACallLosesNothing() {
        start();
        // By then the record desk has seen that Asterisk lists no channel; later it would take this call for one that
        // died.
        await().pollDelay(Duration.ofSeconds(1)).until(telephony::connected);
        var rows = record("blind-transfer-second-queue");
        asterisk.tell(stream("blind-transfer-second-queue", 40));
        write(rows.subList(0, rows.size() / 2));
        var id = new CallId(rows.getFirst().split("\",\"", -1)[3]);
        await().atMost(SOON).until(() -> telephony.call(id).isPresent());
        telephony.close();
        write(rows.subList(rows.size() / 2, rows.size()));
        launch();
        awaitSettled("blind-transfer-second-queue");
    }

    @Test
    void callThatDiedWithAsteriskEndsThenAndSaysSo() {
        start();
        var rows = record("asterisk-dies-in-talk");
        var id = new CallId(rows.getFirst().split("\",\"", -1)[3]);
        asterisk.tell(stream("asterisk-dies-in-talk", Integer.MAX_VALUE));
        write(rows);
        await().atMost(SOON)
                .until(() -> telephony
                        .call(id)
                        .filter(call -> call.state() instanceof CallState.Talking)
                        .isPresent());
        asterisk.cut();
        await().atMost(SOON).until(() -> settled(id));
        var call = telephony.call(id).orElseThrow();
        assertThat(call.cutOff()).isTrue();
        assertThat(call.outcome()).get().isInstanceOf(Outcome.AnsweredByAgent.class);
    }

    @Test
    void recordIsFollowedFromFileToFile() throws IOException {
        start();
        var rows = record("three-way");
        write(rows.subList(0, 20));
        await().atMost(SOON).until(() -> !telephony.openCalls().isEmpty() || heard.isEmpty());
        Files.move(folder.resolve("cel.csv"), folder.resolve("cel-20261125T000000.000Z.csv"));
        write(rows.subList(20, rows.size()));
        awaitSettled("three-way");
    }

    @Test
    void figuresSayUpToWhenTheyAreComplete() {
        start();
        write(record("answered"));
        awaitSettled("answered");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(telephony.completeUntil())
                        .hasValueSatisfying(until -> assertThat(until)
                                .isAfter(Clock.systemUTC().instant().minusSeconds(2))));
        asterisk.cut();
        await().atMost(SOON).until(() -> !gaps().isEmpty());
        await().atMost(SOON).untilAsserted(() -> assertThat(gaps()).containsOnly(Map.of("filled", true)));
    }

    private List<Map<String, Boolean>> gaps() {
        var rows = pool.preparedQuery("select filled_at is not null as filled from telephony.gap where node = $1")
                .execute(Tuple.of(node))
                .await();
        return java.util.stream.StreamSupport.stream(rows.spliterator(), false)
                .map(row -> Map.of("filled", row.getBoolean("filled")))
                .toList();
    }
}
