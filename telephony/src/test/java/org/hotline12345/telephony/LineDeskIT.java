package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
class LineDeskIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");
    private static final Caller.Known NUISANCE = new Caller.Known("15400000666", true);
    private static final Caller.Known OTHER = new Caller.Known("15400000001", true);

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Office office;
    private SignedIn leader;
    private SignedIn otherLeader;
    private SignedIn agent;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T02:00:00Z"));
    private final List<Call> calls = new ArrayList<>();
    private final List<String> dialled = new ArrayList<>();
    private Optional<Refused> refusing = Optional.empty();
    private LineDesk desk;
    private WishDesk wishes;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        office.addHotline(new Hotline(SOUTH, "南县12345热线", "12346", "0371", ZoneId.of("Asia/Shanghai")));
        leader = person("leader", "shift-leader");
        otherLeader = person("leader2", "shift-leader");
        agent = person("agent", "agent");
    }

    @BeforeEach
    void launch() {
        for (var table : List.of("line_switch", "unwelcome", "message", "callback_wish")) {
            database.pool("telephony")
                    .query("delete from telephony." + table)
                    .execute()
                    .await();
        }
        calls.clear();
        dialled.clear();
        desk = desk();
        wishes = new WishDesk(
                office,
                clock,
                new PgWishes(database.pool("telephony")),
                ids -> calls.stream()
                        .filter(call -> ids.contains(call.id()))
                        .collect(Collectors.toMap(Call::id, Call::caller)),
                (_, number) -> {
                    refusing.ifPresent(refused -> {
                        throw refused;
                    });
                    dialled.add(number.number());
                });
    }

    private LineDesk desk() {
        var pool = database.pool("telephony");
        return new LineDesk(
                office,
                clock,
                new PgSwitches(pool),
                new PgUnwelcome(pool, office.seal()),
                new PgMessages(pool),
                new PgWishes(pool),
                id -> calls.stream().filter(call -> call.id().equals(id)).findFirst(),
                folder);
    }

    @AfterAll
    void close() {
        database.close();
    }

    private SignedIn person(String login, String role) {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, login, login);
        office.grant(person, NORTH, role, Optional.empty());
        office.changePassword(office.signIn(login, password).visitor(), password, "a longer password");
        return office.signIn(login, "a longer password").visitor();
    }

    private Instant in(Duration time) {
        return now.get().plus(time);
    }

    private CallId called(HotlineCode hotline, Caller caller) {
        var id = new CallId("pbx1-1795400000." + calls.size());
        calls.add(Calls.begin(new CallEvent.Arrived(id, now.get(), hotline, "12345", caller)));
        return id;
    }

    private List<String> audited(SignedIn person) {
        var actions = new ArrayList<String>();
        database.pool("office")
                .preparedQuery("select action from office.audit where person = $1 order by at, id")
                .execute(Tuple.of(person.person().value()))
                .await()
                .forEach(row -> actions.add(row.getString("action")));
        return actions;
    }

    // Switches

    @Test
    void switchIsInForceForTheNextCallerAndInAnotherProcessWithinASecondAndEndsByItself() {
        var elsewhere = desk();
        assertThat(elsewhere.inForce(NORTH, now.get())).isEmpty();
        var notice = desk.switchOn(leader, NORTH, new LineSwitch.Notice("台风来了"), in(Duration.ofHours(2)));
        assertThat(desk.inForce(NORTH, now.get())).containsExactly(notice);
        assertThat(desk.inForce(SOUTH, now.get())).isEmpty();
        await().atMost(Duration.ofSeconds(3))
                .until(() -> elsewhere.inForce(NORTH, now.get()).equals(List.of(notice)));
        assertThat(desk.inForce(NORTH, in(Duration.ofHours(2)))).isEmpty();
        assertThat(audited(leader)).contains("telephony.switch-on");
    }

    @Test
    void switchIsTakenBackAtOnce() {
        var night = desk.switchOn(leader, NORTH, new LineSwitch.Night("", "03709000001"), in(Duration.ofHours(8)));
        var surge = desk.switchOn(leader, NORTH, new LineSwitch.Surge(true), in(Duration.ofHours(1)));
        assertThat(desk.switches(NORTH)).containsExactlyInAnyOrder(night, surge);
        desk.switchOff(leader, NORTH, night.id());
        assertThat(desk.switches(NORTH)).containsExactly(surge);
        assertThatThrownBy(() -> desk.switchOff(leader, NORTH, night.id())).isInstanceOf(Refused.class);
        assertThat(audited(leader)).contains("telephony.switch-off");
    }

    @Test
    void onlyAShiftLeaderOfThisHotlineSwitchesAndNeverWithoutAnEnd() {
        var notice = new LineSwitch.Notice("停电");
        assertThatThrownBy(() -> desk.switchOn(agent, NORTH, notice, in(Duration.ofHours(1))))
                .hasMessageContaining("telephony.switch-lines");
        assertThatThrownBy(() -> desk.switchOn(leader, SOUTH, notice, in(Duration.ofHours(1))))
                .hasMessageContaining("telephony.switch-lines");
        assertThatThrownBy(() -> desk.switchOn(leader, NORTH, notice, now.get()))
                .hasMessageContaining("ends by itself");
        assertThatThrownBy(() -> desk.switchOn(leader, NORTH, notice, in(Duration.ofDays(15))))
                .hasMessageContaining("ends by itself");
        desk.switchOn(leader, NORTH, new LineSwitch.Surge(false), in(Duration.ofHours(1)));
        assertThatThrownBy(() -> desk.switchOn(leader, NORTH, new LineSwitch.Surge(true), in(Duration.ofHours(1))))
                .hasMessageContaining("on already");
        assertThatThrownBy(() -> new LineSwitch.Night("", "110&119")).isInstanceOf(IllegalArgumentException.class);
    }

    // Malicious callers

    private Unwelcome propose(SignedIn by) {
        return desk.propose(
                by,
                NORTH,
                Unwelcome.Treatment.LAST,
                List.of(called(NORTH, NUISANCE), called(NORTH, NUISANCE)),
                "一天来电一百次并辱骂话务员",
                in(Duration.ofDays(30)));
    }

    @Test
    void callerIsUnwelcomeOnlyWhenSomebodyElseHasApprovedAndOnlyForATime() {
        var proposed = propose(leader);
        assertThat(proposed.masked()).isEqualTo("154****0666");
        assertThat(desk.treatment(NORTH, NUISANCE)).isEmpty();
        assertThatThrownBy(() -> desk.decide(leader, NORTH, proposed.id(), true))
                .hasMessageContaining("somebody else");
        assertThat(desk.decide(otherLeader, NORTH, proposed.id(), true).state()).isEqualTo(Unwelcome.State.APPROVED);
        assertThat(desk.treatment(NORTH, NUISANCE)).contains(Unwelcome.Treatment.LAST);
        assertThat(desk.treatment(NORTH, OTHER)).isEmpty();
        assertThat(desk.treatment(SOUTH, NUISANCE)).isEmpty();
        assertThat(desk.treatment(NORTH, new Caller.Withheld())).isEmpty();
        var before = now.get();
        now.set(proposed.until());
        assertThat(desk.treatment(NORTH, NUISANCE)).isEmpty();
        now.set(before);
        assertThat(audited(leader)).contains("telephony.propose-unwelcome");
        assertThat(audited(otherLeader)).contains("telephony.approve-unwelcome");
    }

    @Test
    void findingIsLiftedAndMayBeProposedAnew() {
        var proposed = propose(leader);
        assertThatThrownBy(() -> propose(leader)).hasMessageContaining("already");
        desk.decide(otherLeader, NORTH, proposed.id(), true);
        desk.decide(leader, NORTH, proposed.id(), false);
        assertThat(desk.treatment(NORTH, NUISANCE)).isEmpty();
        assertThatThrownBy(() -> desk.decide(otherLeader, NORTH, proposed.id(), true))
                .hasMessageContaining("decided");
        assertThat(propose(otherLeader).state()).isEqualTo(Unwelcome.State.PROPOSED);
        assertThat(desk.unwelcome(leader, NORTH)).hasSize(2);
    }

    @Test
    void evidenceMustBeOneKnownCallersCallsAtThisHotline() {
        var until = in(Duration.ofDays(1));
        var treatment = Unwelcome.Treatment.ANNOUNCED;
        var nuisance = called(NORTH, NUISANCE);
        assertThatThrownBy(() -> desk.propose(leader, NORTH, treatment, List.of(), "x", until))
                .hasMessageContaining("evidence");
        assertThatThrownBy(() ->
                        desk.propose(leader, NORTH, treatment, List.of(nuisance, called(NORTH, OTHER)), "x", until))
                .hasMessageContaining("one caller");
        assertThatThrownBy(() -> desk.propose(
                        leader, NORTH, treatment, List.of(called(NORTH, new Caller.Withheld())), "x", until))
                .hasMessageContaining("one caller");
        assertThatThrownBy(() -> desk.propose(leader, NORTH, treatment, List.of(called(SOUTH, NUISANCE)), "x", until))
                .hasMessageContaining("there is no call");
        assertThatThrownBy(() -> desk.propose(agent, NORTH, treatment, List.of(nuisance), "x", until))
                .hasMessageContaining("telephony.propose-unwelcome");
    }

    @Test
    void theDatabaseItselfRefusesWhoApprovesTheirOwnProposal() {
        var proposed = propose(leader);
        assertThatThrownBy(() -> new PgUnwelcome(database.pool("telephony"), office.seal())
                        .decide(
                                NORTH,
                                proposed.id(),
                                Unwelcome.State.PROPOSED,
                                Unwelcome.State.APPROVED,
                                leader.person(),
                                now.get()))
                .hasMessageContaining("check constraint");
    }

    // Messages

    @Test
    void messageIsListedAndListeningIsWrittenDown() throws IOException {
        var call = called(NORTH, OTHER);
        var file = desk.messageFile(NORTH, call).orElseThrow();
        Files.write(file, new byte[44 + 16_000]);
        desk.messageTaken(NORTH, "12345", call, file);
        assertThat(desk.messages(leader, NORTH)).singleElement().satisfies(message -> {
            assertThat(message.call()).isEqualTo(call);
            assertThat(message.heardBy()).isEmpty();
        });
        assertThat(desk.hear(leader, NORTH, call)).isEqualTo(file);
        desk.hear(otherLeader, NORTH, call);
        assertThat(desk.messages(leader, NORTH).getFirst().heardBy()).contains(leader.person());
        assertThat(audited(otherLeader)).contains("telephony.hear-message");
        assertThatThrownBy(() -> desk.hear(agent, NORTH, call)).hasMessageContaining("telephony.hear-messages");
        assertThatThrownBy(() -> desk.hear(leader, SOUTH, call)).isInstanceOf(Refused.class);
    }

    @Test
    void whoLeftAMessageWishesToBeCalledBack() throws IOException {
        var call = called(NORTH, OTHER);
        var file = desk.messageFile(NORTH, call).orElseThrow();
        Files.write(file, new byte[44 + 16_000]);
        desk.messageTaken(NORTH, "12345", call, file);
        assertThat(wishes.open(agent, NORTH)).singleElement().satisfies(wish -> {
            assertThat(wish.call()).isEqualTo(call);
            assertThat(wish.hasMessage()).isTrue();
            assertThat(wish.caller()).contains(OTHER);
        });
    }

    private MessageRounds rounds(Duration keep) {
        return new MessageRounds(
                desk,
                new PgMessages(database.pool("telephony")),
                folder,
                id -> calls.stream().filter(call -> call.id().equals(id)).findFirst(),
                () -> List.of(NORTH),
                _ -> keep,
                Clock.fixed(now.get(), ZoneId.of("UTC")));
    }

    @Test
    void messageOfADeadProgramIsTakenUpWhenItCannotBeSpokenAnyMore() throws IOException {
        var call = called(NORTH, OTHER);
        var file = desk.messageFile(NORTH, call).orElseThrow();
        Files.write(file, new byte[44 + 16_000]);
        Files.setLastModifiedTime(file, FileTime.from(now.get().minus(Duration.ofMinutes(5))));
        rounds(Duration.ofDays(365)).round();
        assertThat(desk.messages(leader, NORTH)).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(now.get().minus(Duration.ofMinutes(20))));
        rounds(Duration.ofDays(365)).round();
        rounds(Duration.ofDays(365)).round();
        assertThat(desk.messages(leader, NORTH)).singleElement().satisfies(message -> {
            assertThat(message.call()).isEqualTo(call);
            assertThat(message.line()).isEqualTo("12345");
        });
    }

    @Test
    void messageWhoseTimeIsOverIsDeletedWithItsFile() throws IOException {
        var call = called(NORTH, OTHER);
        var file = desk.messageFile(NORTH, call).orElseThrow();
        Files.write(file, new byte[44 + 16_000]);
        desk.messageTaken(NORTH, "12345", call, file);
        var taken = now.get();
        try {
            now.set(taken.plus(Duration.ofDays(29)));
            rounds(Duration.ofDays(30)).round();
            assertThat(file).exists();
            now.set(taken.plus(Duration.ofDays(31)));
            rounds(Duration.ofDays(30)).round();
            assertThat(file).doesNotExist();
            assertThat(desk.messages(leader, NORTH)).isEmpty();
        } finally {
            now.set(taken);
        }
    }

    // Wishes to be called back

    @Test
    void wishesAreCalledBackOldestFirstByOneAgentAtATimeAndEachTryIsCounted() {
        var first = called(NORTH, OTHER);
        var second = called(NORTH, NUISANCE);
        desk.callbackWanted(NORTH, first);
        now.set(in(Duration.ofSeconds(1)));
        desk.callbackWanted(NORTH, second);
        assertThat(wishes.open(agent, NORTH)).extracting(CallbackWish::call).containsExactly(first, second);

        wishes.callBack(agent, NORTH, first);
        assertThat(dialled).containsExactly(OTHER.number());
        assertThatThrownBy(() -> wishes.callBack(leader, NORTH, first)).hasMessageContaining("somebody else");
        wishes.callBack(agent, NORTH, first);
        now.set(in(Duration.ofMinutes(2)));
        wishes.callBack(leader, NORTH, first);
        assertThat(wishes.open(agent, NORTH).getFirst()).satisfies(wish -> {
            assertThat(wish.tries()).isEqualTo(3);
            assertThat(wish.lastTry()).contains(new CallbackWish.Try(now.get(), leader.person()));
        });
        wishes.done(leader, NORTH, first);
        assertThat(wishes.open(agent, NORTH)).extracting(CallbackWish::call).containsExactly(second);
        assertThatThrownBy(() -> wishes.callBack(agent, NORTH, first)).hasMessageContaining("done already");
        assertThatThrownBy(() -> wishes.done(agent, NORTH, first)).hasMessageContaining("done already");
        assertThat(audited(leader)).contains("telephony.call-back", "telephony.callback-done");
    }

    @Test
    void whatWasNotDialledIsNoTry() {
        var call = called(NORTH, OTHER);
        desk.callbackWanted(NORTH, call);
        refusing = Optional.of(Refused.conflict("the telephone of seat 1001 is in use"));
        assertThatThrownBy(() -> wishes.callBack(agent, NORTH, call)).hasMessageContaining("in use");
        refusing = Optional.empty();
        assertThat(wishes.open(agent, NORTH)).singleElement().satisfies(wish -> {
            assertThat(wish.tries()).isZero();
            assertThat(wish.lastTry()).isEmpty();
        });
        assertThat(audited(agent)).doesNotContain("telephony.callback-done");
    }

    @Test
    void withheldNumberAndAnotherHotlinesWishAreNotCalled() {
        var withheld = called(NORTH, new Caller.Withheld());
        desk.callbackWanted(NORTH, withheld);
        assertThatThrownBy(() -> wishes.callBack(agent, NORTH, withheld)).hasMessageContaining("not known");
        assertThatThrownBy(() -> wishes.open(agent, SOUTH)).hasMessageContaining("telephony.call-back");
        assertThatThrownBy(() -> wishes.callBack(agent, NORTH, new CallId("pbx1-1795400009.9")))
                .isInstanceOf(Refused.class);
        assertThat(dialled).isEmpty();
    }

    @Test
    void silenceIsNoMessageAndALinkIsNoFile() throws IOException {
        var silent = called(NORTH, OTHER);
        var file = desk.messageFile(NORTH, silent).orElseThrow();
        Files.write(file, new byte[44]);
        desk.messageTaken(NORTH, "12345", silent, file);
        assertThat(desk.messages(leader, NORTH)).isEmpty();
        assertThat(file).doesNotExist();

        var linked = called(NORTH, OTHER);
        var link = desk.messageFile(NORTH, linked).orElseThrow();
        Files.write(link, new byte[44 + 16_000]);
        desk.messageTaken(NORTH, "12345", linked, link);
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("/etc/passwd"));
        assertThatThrownBy(() -> desk.hear(leader, NORTH, linked)).hasMessageContaining("gone");
    }

    @Test
    void wishToBeCalledBackStandsOnceWhereCallbackReadsIt() {
        var call = called(NORTH, OTHER);
        desk.callbackWanted(NORTH, call);
        desk.callbackWanted(NORTH, call);
        var rows = database.pool("callback")
                .query("select call from telephony.v_callback_wish")
                .execute()
                .await();
        assertThat(rows.rowCount()).isEqualTo(1);
    }
}
