package org.hotline12345.ops.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12345.ops.kit.Account;
import org.hotline12345.ops.witness.CallsRun.Seen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the witnesses notice what is wrong with a call table; their accounts are of one call of a real Asterisk. */
class AgreementTest {
    private static final Path STORIES = Path.of("../telephony/src/test/resources/recordings/stories");
    private static final String CALL = "pbx1-1795581445.52";
    private static final String CITIZEN = "15400000001";

    private RecordWitness record;
    private Map<String, List<QueueLogWitness.Line>> queueLog;
    private final List<Account> citizens = List.of(
            citizen("1795581445.277", "DIALLED", "citizen-7"),
            citizen("1795581445.279", "LET_IN", ""),
            citizen("1795581452.166", "HUNG_UP_ON", ""));
    private final List<Account> seats = List.of(
            seat("1795581448.149", "RANG", "citizen-7"),
            seat("1795581449.154", "ANSWERED", ""),
            seat("1795581452.164", "HUNG_UP", ""));
    private final Map<String, CountedCall> rows = new TreeMap<>();

    @BeforeEach
    void takeTheStory(@TempDir Path folder) throws IOException {
        record = story(folder, "answered");
        queueLog = QueueLogWitness.read(STORIES.resolve("answered.queue_log"));
        rows.putAll(record.calls());
    }

    @Test
    void whatAllTellAlikeHasNoDifference() {
        assertThat(differences()).isEmpty();
    }

    @Test
    void callThatIsNotInTheTableIsLost() {
        rows.clear();
        assertThat(differences()).isEqualTo(Map.of("lost", 2));
    }

    @Test
    void callThatNobodyDialledIsDoubled() {
        var row = rows.get(CALL);
        rows.put("pbx1-1795581445.99", counted(row, "pbx1-1795581445.99", row.outcome(), row.seats(), 3_007));
        assertThat(differences()).containsEntry("doubled", 2);
    }

    @Test
    void talkThatIsATenthOfASecondTooLongDiffers() {
        var row = rows.get(CALL);
        rows.put(
                CALL,
                counted(row, CALL, row.outcome(), row.seats(), row.talkMillis().orElseThrow() + 100));
        assertThat(differences()).isEqualTo(Map.of("talk-differs", 1));
    }

    @Test
    void seatThatDidNotSpeakDiffersForRecordAndTelephones() {
        var row = rows.get(CALL);
        var talk = row.talkMillis().orElseThrow();
        rows.put(CALL, counted(row, CALL, row.outcome(), new TreeSet<>(List.of("1002")), talk));
        assertThat(differences()).isEqualTo(Map.of("seats-differ", 2));
    }

    @Test
    void otherOutcomeDiffers() {
        var row = rows.get(CALL);
        var talk = row.talkMillis().orElseThrow();
        rows.put(CALL, counted(row, CALL, "PUT_THROUGH", row.seats(), talk));
        assertThat(differences()).isEqualTo(Map.of("outcome-differs", 1));
    }

    @Test
    void citizenWhoWasToldSomethingElseThanWelcomeIsRefused() {
        var told = new ArrayList<>(citizens);
        told.set(1, citizen("1795581445.279", "REFUSED", "503"));
        assertThat(differences(told, seats)).containsEntry("refused", 1);
    }

    @Test
    void seatThatPickedUpWhatNoCitizenDialledIsUnexplained() {
        var more = new ArrayList<>(seats);
        more.add(new Account(at("1795581450"), "RANG", "leg-9", "1002", "15400000002", "citizen-8"));
        more.add(new Account(at("1795581451"), "ANSWERED", "leg-9", "1002", "15400000002", ""));
        assertThat(differences(citizens, more)).isEqualTo(Map.of("unexplained", 1));
    }

    @Test
    void seatThatPicksUpAsTheCitizenHangsUpIsNoDifference() {
        var row = rows.get(CALL);
        var crossed = List.of(
                citizen("1795581445.277", "DIALLED", "citizen-7"),
                citizen("1795581445.279", "LET_IN", ""),
                citizen("1795581449.153", "HUNG_UP", ""));
        rows.put(CALL, counted(row, CALL, row.outcome(), new TreeSet<>(), 0));
        assertThat(differences(crossed, seats)).containsEntry("seats-differ", 1).doesNotContainKey("outcome-differs");
        var later = List.of(crossed.get(0), crossed.get(1), citizen("1795581449.353", "HUNG_UP", ""));
        assertThat(differences(later, seats)).containsEntry("seats-differ", 2);
    }

    @Test
    void timeThatAsteriskTakesToConnectIsItsOwn(@TempDir Path folder) throws IOException {
        // Picked up at .155254, connected at .157454.
        assertThat(onlyCall(story(folder, "answered")).connectingMillis()).isEqualTo(2);
    }

    @Test
    void callerWhomASeatHasLeftToARingingTelephoneDoesNotTalk(@TempDir Path folder) throws IOException {
        // 3.4 s with the first seat until it hangs up, 3.9 s of ringing, 3.0 s with the second.
        assertThat(onlyCall(story(folder, "attended-transfer-before-answer")).talkMillis())
                .contains(6_440L);
    }

    @Test
    void seatThatMakesACallOfThreeStays(@TempDir Path folder) throws IOException {
        assertThat(onlyCall(story(folder, "three-way")).talkMillis()).contains(23_166L);
    }

    private Map<String, Integer> differences() {
        return differences(citizens, seats);
    }

    private Map<String, Integer> differences(List<Account> ofCitizens, List<Account> ofSeats) {
        var seen = new Seen(PhoneWitness.read(ofCitizens, ofSeats), record, queueLog, rows, List.of(), 0, Map.of());
        return Agreement.of(seen).differences().entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().size()));
    }

    private static CountedCall counted(
            CountedCall row, String id, String outcome, SortedSet<String> seats, long talkMillis) {
        return new CountedCall(
                id,
                row.number(),
                row.arrivedAt(),
                row.queuedAt(),
                row.answeredAt(),
                row.endedAt(),
                outcome,
                row.waitMillis(),
                Optional.of(talkMillis),
                row.transfers(),
                seats,
                row.asked(),
                row.cutOff(),
                row.connectingMillis(),
                row.stage());
    }

    private static CountedCall onlyCall(RecordWitness record) {
        assertThat(record.calls()).hasSize(1);
        return record.calls().values().iterator().next();
    }

    private static RecordWitness story(Path folder, String name) throws IOException {
        var record = Files.createDirectory(folder.resolve(name));
        Files.copy(STORIES.resolve(name + ".cel.csv"), record.resolve("cel.csv"));
        return RecordWitness.read(record, List.of());
    }

    private static Account citizen(String seconds, String what, String other) {
        return new Account(at(seconds), what, "leg-1", CITIZEN, other, "");
    }

    private static Account seat(String seconds, String what, String name) {
        return new Account(at(seconds), what, "leg-2", "1001", CITIZEN, name);
    }

    private static Instant at(String seconds) {
        return RecordWitness.instant(seconds);
    }
}
