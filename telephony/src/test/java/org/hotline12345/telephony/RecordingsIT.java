package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingsIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Duration KEEP = Duration.ofDays(30);
    private static final AtomicInteger LAST_CALL = new AtomicInteger(1_795_500_000);

    /** Goes on only when told. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandClock clock = new HandClock();
    private TestDatabase database;
    private Pool pool;
    private Pool ofOffice;
    private Office office;
    private SignedIn wang;
    private SignedIn leader;
    private PgCalls calls;
    private Fence fence;
    private PgCallRows kept;
    private PgRecordings rows;
    private RecordingFiles files;
    private RecordedSince recorded;
    private Recordings recordings;
    private RecordingRounds rounds;

    @TempDir
    private static Path folder;

    @BeforeAll
    void open() throws IOException {
        database = TestDatabase.open();
        pool = database.pool("telephony");
        ofOffice = database.pool("office");
        office = Office.launch(ofOffice, Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        wang = person("wang", "agent");
        leader = person("leader", "shift-leader");
        calls = new PgCalls(pool, office.seal());
        fence = new PgLeases(pool)
                .take("pbx1", "a test", Duration.ofHours(1), Duration.ofSeconds(10))
                .map(held -> new Fence("pbx1", held.epoch()))
                .orElseThrow();
        kept = new PgCallRows(pool, office.seal());
        rows = new PgRecordings(pool);
        files = new RecordingFiles(folder);
        recorded = new RecordedSince(office, clock);
        recordings = new Recordings(rows, new PgHolds(pool), files, office, kept::find, recorded::of, clock);
    }

    /** As after a restart of the program: it knows only the rows. */
    @BeforeEach
    void restart() {
        rounds = new RecordingRounds(rows, files, () -> List.of(NORTH), _ -> KEEP, recorded::of, clock);
    }

    @AfterAll
    void close() {
        database.close();
    }

    private SignedIn person(String login, String role) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, "姓名" + login);
        office.grant(person, NORTH, role, Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        return office.signIn(login, "a longer password").visitor();
    }

    private static CallId newId() {
        return new CallId("pbx1-" + LAST_CALL.incrementAndGet() + ".1");
    }

    /** Asterisk's name of the file, wherever it sees the folder. */
    private String path(CallId id) {
        return "/asterisk/sees/it/here/" + name(id, "");
    }

    private String name(CallId id, String suffix) {
        return RecordingFiles.nameOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), id + suffix);
    }

    /** An answered call, over or not, of which those recordings were told. */
    private void call(CallId id, boolean over, String... paths) {
        var at = clock.instant();
        var events = new ArrayList<CallEvent>();
        events.add(new CallEvent.Queued(id, at, new QueueName("hotline")));
        for (var path : paths) {
            events.add(new CallEvent.Recorded(id, at, path));
        }
        events.add(new CallEvent.Answered(id, at, new Seat("1001"), wang.person(), "leg-1001"));
        if (over) {
            events.add(new CallEvent.Left(id, at, 16));
        }
        var arrived = new CallEvent.Arrived(id, at, NORTH, "12345", new Caller.Withheld());
        var changes = new ArrayList<PgCalls.Change>();
        var call = Calls.begin(arrived);
        changes.add(new PgCalls.Change(call, arrived, 1));
        for (var event : events) {
            call = Calls.apply(call, event);
            changes.add(new PgCalls.Change(call, event, changes.size() + 1));
        }
        calls.write(fence, PgCalls.Batch.of(changes));
        calls.write(fence, PgCalls.Batch.of(changes));
    }

    /** A call that is over, and its complete recording. */
    private CallId recorded() {
        var id = newId();
        TalkFile.write(folder, name(id, ""), TalkFile.wav(2, LAST_CALL.get()));
        call(id, true, path(id));
        settle();
        assertThat(state(id)).isInstanceOf(RecordingState.Kept.class);
        return id;
    }

    private RecordingState state(CallId call) {
        assertThat(rows.of(call)).hasSize(1);
        return rows.of(call).getFirst().state();
    }

    private void settle() {
        for (int round = 0; round < 5; round++) {
            clock.pass(Duration.ofSeconds(40));
            rounds.round();
        }
    }

    private void passKeepingTime() {
        clock.pass(KEEP.plusDays(1));
        rounds.round();
    }

    private Path file(CallId id) {
        return folder.resolve(rows.of(id).getFirst().file());
    }

    private long audited(String action, CallId call) {
        return ofOffice.preparedQuery("select count(*) as n from office.audit where action = $1 and object like $2")
                .execute(Tuple.of(action, call + "%"))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    // Complete files

    @Test
    void recordingIsKeptWithItsChecksumOnceTheCallIsOverAndTheFileGrowsNoMore() throws IOException {
        var id = newId();
        var file = TalkFile.write(folder, name(id, ""), TalkFile.wav(1, 1));
        call(id, false, path(id));
        settle();
        assertThat(state(id)).as("the call goes on").isEqualTo(new RecordingState.Making());
        calls.write(
                fence,
                PgCalls.Batch.of(List.of(new PgCalls.Change(
                        Calls.apply(kept.find(id).orElseThrow(), new CallEvent.Left(id, clock.instant(), 16)),
                        new CallEvent.Left(id, clock.instant(), 16),
                        5))));
        clock.pass(Duration.ofSeconds(6));
        rounds.round();
        for (int more = 0; more < 3; more++) {
            Files.write(file, new byte[16_000], StandardOpenOption.APPEND);
            clock.pass(Duration.ofSeconds(6));
            rounds.round();
            assertThat(state(id)).as("the file grows").isEqualTo(new RecordingState.Making());
        }
        clock.pass(Duration.ofSeconds(6));
        rounds.round();
        var kept = (RecordingState.Kept) state(id);
        assertThat(kept.content().bytes()).isEqualTo(44 + 4 * 16_000);
        assertThat(kept.content().duration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(kept.content().madeAt())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void roundThatBrokeOffIsMadeAgainAfterARestart() {
        var id = newId();
        TalkFile.write(folder, name(id, ""), TalkFile.wav(2, 3));
        call(id, true, path(id));
        clock.pass(Duration.ofSeconds(6));
        rounds.round();
        restart();
        settle();
        assertThat(state(id)).isInstanceOf(RecordingState.Kept.class);
    }

    @Test
    void callThatPassesTheQueueTwiceHasTwoRecordings() {
        var id = newId();
        TalkFile.write(folder, name(id, ""), TalkFile.wav(1, 1));
        TalkFile.write(folder, name(id, "-2"), TalkFile.wav(2, 2));
        call(id, true, path(id), "/asterisk/sees/it/here/" + name(id, "-2"));
        settle();
        assertThat(rows.of(id))
                .extracting(recording -> recording.state().known().orElseThrow().duration())
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void emptyMissingAndUnreadableRecordingsAreSaidSoAndListed() {
        var empty = newId();
        TalkFile.write(folder, name(empty, ""), TalkFile.wav(0, 1));
        call(empty, true, path(empty));
        var missing = newId();
        call(missing, true, path(missing));
        var strange = newId();
        call(strange, true, "/rec/" + strange + ".wav");
        settle();
        assertThat(state(empty)).isInstanceOf(RecordingState.Empty.class);
        assertThat(state(missing)).isInstanceOf(RecordingState.Missing.class);
        assertThat(state(strange)).isInstanceOf(RecordingState.Unreadable.class);
        assertThat(recordings.problems(leader, NORTH, 500))
                .extracting(Recording::call)
                .contains(empty, missing, strange);
        assertThatThrownBy(() -> recordings.problems(wang, NORTH, 500)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> recordings.playable(leader, empty, 1)).hasMessageContaining("no speech came");
        assertThatThrownBy(() -> recordings.playable(leader, missing, 1)).hasMessageContaining("missing");
        assertThatThrownBy(() -> recordings.playable(leader, strange, 1)).hasMessageContaining("MONITOR_FILENAME");
    }

    @Test
    void recordingThatNoEventToldOfIsFoundByTheCallsName() {
        var id = newId();
        TalkFile.write(folder, name(id, ""), TalkFile.wav(1, 1));
        TalkFile.write(folder, name(id, "-2"), TalkFile.wav(2, 2));
        call(id, true);
        settle();
        assertThat(rows.of(id)).hasSize(2).allMatch(one -> one.state() instanceof RecordingState.Kept);
        var without = newId();
        call(without, true);
        settle();
        assertThat(state(without))
                .as("each answered call was to be recorded")
                .isInstanceOf(RecordingState.Missing.class);
    }

    @Test
    void recordingThatComesLateIsTakenUpTheNextDay() {
        var id = newId();
        var name = name(id, "");
        call(id, true, path(id));
        settle();
        assertThat(state(id)).isInstanceOf(RecordingState.Missing.class);
        TalkFile.write(folder, name, TalkFile.wav(1, 1));
        clock.pass(Duration.ofHours(25));
        rounds.round();
        assertThat(state(id)).isInstanceOf(RecordingState.Kept.class);
    }

    // Listening

    @Test
    void changedFileIsNotPlayedAndComesBackWhenItIsRestored() throws Exception {
        var id = recorded();
        var original = Files.readAllBytes(file(id));
        try (var opened = recordings.open(recordings.playable(leader, id, 1))) {
            assertThat(opened.bytes()).isEqualTo(original.length);
        }
        var changed = original.clone();
        changed[1_000] ^= 1;
        Files.write(file(id), changed);
        Files.setLastModifiedTime(file(id), FileTime.from(Instant.parse("2026-11-22T09:00:00Z")));
        var recording = recordings.playable(leader, id, 1);
        assertThatThrownBy(() -> recordings.open(recording)).hasMessageContaining("checksum differs");
        assertThatThrownBy(() -> recordings.playable(leader, id, 1)).hasMessageContaining("checksum differs");
        Files.write(file(id), original);
        assertThat(recordings.verify(1_000).wrong()).extracting(Recording::call).doesNotContain(id);
        recordings.open(recordings.playable(leader, id, 1)).close();
    }

    @Test
    void verificationNamesWhatIsNotAsItWas() throws IOException {
        var good = recorded();
        var changed = recorded();
        var gone = recorded();
        Files.write(file(changed), new byte[10], StandardOpenOption.APPEND);
        Files.delete(file(gone));
        var verified = recordings.verify(1_000);
        assertThat(verified.wrong())
                .extracting(Recording::call)
                .contains(changed, gone)
                .doesNotContain(good);
        assertThat(state(changed)).isInstanceOf(RecordingState.Changed.class);
        assertThat(state(gone)).isInstanceOf(RecordingState.Missing.class);
        var status = recordings.status();
        assertThat((Long) status.get("changed")).isPositive();
        assertThat((Long) status.get("missing")).isPositive();
    }

    @Test
    void eachListeningIsAuditedOnceHoweverManyPiecesThePlayerAsksFor() {
        var id = recorded();
        var recording = recordings.playable(leader, id, 1);
        for (int piece = 0; piece < 10; piece++) {
            recordings.noteListening(leader, recording);
            clock.pass(Duration.ofMinutes(2));
        }
        assertThat(audited("telephony.listen-recording", id)).isEqualTo(1);
        recordings.noteListening(wang, recording);
        clock.pass(Duration.ofMinutes(16));
        recordings.noteListening(leader, recording);
        assertThat(audited("telephony.listen-recording", id)).isEqualTo(3);
    }

    // Deleting and holding

    @Test
    void recordingIsDeletedWhenItsTimeIsOverAndTheRowSaysSo() {
        var id = recorded();
        var young = newId();
        clock.pass(KEEP.minusDays(1));
        TalkFile.write(folder, name(young, ""), TalkFile.wav(1, 1));
        call(young, true, path(young));
        settle();
        assertThat(file(id)).exists();
        clock.pass(Duration.ofDays(2));
        rounds.round();
        assertThat(file(id)).doesNotExist();
        assertThat(state(id)).isEqualTo(new RecordingState.Deleted(clock.instant()));
        assertThat(file(young)).exists();
        assertThatThrownBy(() -> recordings.playable(leader, id, 1)).hasMessageContaining("was deleted");
        assertThatThrownBy(
                        () -> recordings.hold(leader, id, "T1", clock.instant().plusSeconds(60)))
                .hasMessageContaining("no recording that could be held");
    }

    @Test
    void heldRecordingOutlivesItsTimeUntilTheHoldEndsOrIsReleased() {
        var held = recorded();
        var released = recorded();
        var until = clock.instant().plus(KEEP.multipliedBy(3));
        recordings.hold(leader, held, "投诉 T1", until);
        var hold = recordings.hold(leader, released, "T2", until);
        var shorter = recordings.hold(leader, held, "T3", clock.instant().plus(KEEP.multipliedBy(2)));
        recordings.release(leader, held, shorter.id());
        passKeepingTime();
        assertThat(file(held)).exists();
        assertThat(file(released)).exists();
        recordings.release(leader, released, hold.id());
        assertThatThrownBy(() -> recordings.release(leader, released, hold.id()))
                .isInstanceOf(Refused.class);
        clock.pass(Duration.ofDays(1));
        rounds.round();
        assertThat(file(released)).doesNotExist();
        assertThat(file(held)).exists();
        clock.pass(KEEP.multipliedBy(2));
        rounds.round();
        assertThat(file(held)).doesNotExist();
        assertThat(audited("telephony.hold-recording", held)).isEqualTo(2);
        assertThat(audited("telephony.release-recording", released)).isEqualTo(1);
        assertThat(recordings.holds(leader, held)).hasSize(2);
    }

    @Test
    void holdNeedsItsRightAReasonAndATimeToCome() {
        var id = recorded();
        var soon = clock.instant().plusSeconds(60);
        assertThatThrownBy(() -> recordings.hold(wang, id, "T1", soon)).hasMessageContaining("hold-recordings");
        assertThatThrownBy(() -> recordings.hold(leader, id, " ", soon)).hasMessageContaining("why");
        assertThatThrownBy(() -> recordings.hold(leader, id, "T1", clock.instant()))
                .hasMessageContaining("until");
    }

    @Test
    void partThatIsRecordedDuringAHoldIsHeldToo() {
        var id = newId();
        TalkFile.write(folder, name(id, ""), TalkFile.wav(1, 1));
        call(id, false, path(id));
        recordings.hold(leader, id, "T1", clock.instant().plus(KEEP.multipliedBy(3)));
        TalkFile.write(folder, name(id, "-2"), TalkFile.wav(1, 2));
        rows.add(id, name(id, "-2"));
        passKeepingTime();
        assertThat(rows.of(id))
                .allSatisfy(one -> assertThat(folder.resolve(one.file())).exists());
    }

    @Test
    void deletionThatBrokeOffIsFinishedLater() {
        var id = recorded();
        clock.pass(KEEP.plusDays(1));
        assertThat(rows.takeForDeletion(NORTH, clock.instant().minus(KEEP), clock.instant(), 500))
                .extracting(Recording::call)
                .contains(id);
        assertThatThrownBy(
                        () -> recordings.hold(leader, id, "T1", clock.instant().plusSeconds(60)))
                .isInstanceOf(Refused.class);
        rounds.round();
        assertThat(file(id)).doesNotExist();
        assertThat(state(id)).isInstanceOf(RecordingState.Deleted.class);
    }

    /** Whoever comes first wins: never is a recording both held and deleted. */
    @Test
    void holdAndDeletionAtTheSameMomentDoNotBothSucceed() throws Exception {
        var ids = new ArrayList<CallId>();
        for (int n = 0; n < 40; n++) {
            var id = newId();
            TalkFile.write(folder, name(id, ""), TalkFile.wav(0.1, n));
            call(id, true, path(id));
            ids.add(id);
        }
        settle();
        clock.pass(KEEP.plusDays(1));
        var until = clock.instant().plus(KEEP);
        var held = ConcurrentHashMap.<CallId>newKeySet();
        try (var two = Executors.newFixedThreadPool(2)) {
            var holding = two.submit(() -> {
                for (var id : ids) {
                    try {
                        recordings.hold(leader, id, "T1", until);
                        held.add(id);
                    } catch (Refused e) {
                        // The deletion was first.
                    }
                }
            });
            var deleting = two.submit(() -> {
                for (int n = 0; n < 40; n++) {
                    rows.takeForDeletion(NORTH, clock.instant().minus(KEEP), clock.instant(), 1);
                }
            });
            holding.get();
            deleting.get();
        }
        rounds.round();
        for (var id : ids) {
            assertThat(state(id) instanceof RecordingState.Kept).as("%s", id).isEqualTo(held.contains(id));
            assertThat(Files.exists(file(id))).isEqualTo(held.contains(id));
        }
    }

    @Test
    void oldFilesThatBelongToNoCallAreDeletedAndHeldOnesAreNot() {
        var stray = TalkFile.write(folder, name(newId(), ""), TalkFile.wav(1, 1));
        var held = recorded();
        recordings.hold(leader, held, "T1", clock.instant().plus(KEEP.multipliedBy(4)));
        passKeepingTime();
        assertThat(stray).as("two days more, for zones and late calls").exists();
        clock.pass(Duration.ofDays(3));
        rounds.round();
        assertThat(stray).doesNotExist();
        assertThat(file(held)).exists();
    }

    // A site that does not record

    private long missing() {
        return (long) recordings.status().getOrDefault("missing", 0L);
    }

    @Test
    void talksOfASiteThatDoesNotRecordAreNoProblem() {
        var before = newId();
        call(before, true);
        settle();
        assertThat(state(before)).isInstanceOf(RecordingState.Missing.class);
        assertThat(recordings.problems(leader, NORTH, 500))
                .extracting(Recording::call)
                .contains(before);
        var missingBefore = missing();

        office.addProfile(NORTH, "telephony: {record-talks: false}", clock.instant(), PersonId.SYSTEM);
        var unrecorded = newId();
        call(unrecorded, true);
        settle();
        rounds = new RecordingRounds(rows, files, () -> List.of(NORTH), _ -> KEEP, recorded::of, clock);
        settle();
        assertThat(rows.of(unrecorded)).as("nothing is expected of it").isEmpty();
        assertThat(recordings.problems(leader, NORTH, 500))
                .extracting(Recording::call)
                .doesNotContain(before, unrecorded);
        assertThat(missing())
                .as("what never came; a file that was there and is lost stays a problem")
                .isLessThan(missingBefore);

        office.addProfile(NORTH, "telephony: {record-talks: true}", clock.instant(), PersonId.SYSTEM);
        var recordedAgain = newId();
        call(recordedAgain, true);
        settle();
        assertThat(state(recordedAgain)).isInstanceOf(RecordingState.Missing.class);
        assertThat(rows.of(unrecorded))
                .as("it was not to be recorded when it arrived")
                .isEmpty();
    }
}
