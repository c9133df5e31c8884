package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficeIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final Instant NOW = Instant.parse("2026-11-02T01:00:00Z");

    private TestDatabase database;
    private Office office;

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        office = officeAt(NOW);
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
    }

    @AfterAll
    void close() {
        database.close();
    }

    private Office officeAt(Instant now) {
        return Office.launch(database.pool("office"), Clock.fixed(now, ZoneOffset.UTC), config);
    }

    private final OfficeConfig config = TestKeys.officeConfig();

    private PersonId person(String login, String role, Optional<UnitCode> unit) {
        var person = new PersonId(UUID.randomUUID());
        office.addPerson(person, login, "某人");
        office.grant(person, NORTH, role, unit);
        return person;
    }

    @Test
    void oneTimePasswordSignsInAndAsksToBeChanged() {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, "first", "某人");
        office.grant(person, NORTH, "dispatcher", Optional.empty());
        var session = office.signIn("first", password);
        assertThat(session.mustChangePassword()).isTrue();
        assertThat(session.visitor().grants()).isEmpty();
        assertThat(office.visitor(session.token()).orElseThrow().grants()).isEmpty();
        office.changePassword(session.visitor(), password, "a longer password");
        assertThat(office.signIn("first", "a longer password").mustChangePassword())
                .isFalse();
        var visitor = office.visitor(session.token()).orElseThrow();
        assertThat(visitor.may(NORTH, new Right("ticketing.dispatch"))).isTrue();
        assertThat(visitor.may(NORTH, new Right("ticketing.close"))).isFalse();
    }

    @Test
    void wrongPasswordAndUnknownLoginAnswerAlike() {
        person("known", "agent", Optional.empty());
        assertThatThrownBy(() -> office.signIn("known", "wrong")).hasMessage("login or password is wrong");
        assertThatThrownBy(() -> office.signIn("unknown", "wrong")).hasMessage("login or password is wrong");
    }

    @Test
    void fiveWrongPasswordsLockOutForAWhile() {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, "hasty", "某人");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> office.signIn("hasty", "wrong")).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> office.signIn("hasty", password)).hasMessageContaining("too many wrong passwords");
        assertThat(officeAt(NOW.plus(Duration.ofMinutes(16))).signIn("hasty", password))
                .isNotNull();
    }

    @Test
    void signInEndsWhenUnusedAndAtItsLimit() {
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, "quiet", "某人");
        var token = office.signIn("quiet", password).token();
        assertThat(officeAt(NOW.plus(Duration.ofMinutes(90))).visitor(token)).isPresent();
        assertThat(officeAt(NOW.plus(Duration.ofHours(3))).visitor(token)).isPresent();
        assertThat(officeAt(NOW.plus(Duration.ofMinutes(310))).visitor(token)).isEmpty();
        assertThat(office.visitor("no such token")).isEmpty();
    }

    @Test
    void eachSeesAndEndsHisOwnSignInsAlone() {
        var password = office.addPerson(new PersonId(UUID.randomUUID()), "busy", "某人");
        var othersPassword = office.addPerson(new PersonId(UUID.randomUUID()), "nosy", "某人");
        var here = office.signIn("busy", password, "Firefox");
        var there = office.signIn("busy", password, "Edge");
        var forgotten = office.signIn("busy", password);
        var nosy = office.signIn("nosy", othersPassword);
        var sessions = office.openSessions();
        assertThat(sessions.of(here.visitor(), here.token()))
                .extracting(OpenSession::client, OpenSession::own, OpenSession::atProvider)
                .containsExactlyInAnyOrder(
                        tuple("Firefox", true, false), tuple("Edge", false, false), tuple("", false, false));

        var edge = sessions.of(here.visitor(), here.token()).stream()
                .filter(session -> session.client().equals("Edge"))
                .findFirst()
                .orElseThrow();
        assertThat(edge.id()).doesNotContain(there.token());
        assertThatThrownBy(() -> sessions.end(nosy.visitor(), edge.id()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.UNKNOWN));
        assertThat(office.visitor(there.token())).isPresent();
        sessions.end(here.visitor(), edge.id());
        assertThat(office.visitor(there.token())).isEmpty();
        assertThat(office.visitor(forgotten.token())).isPresent();

        sessions.endOthers(here.visitor(), here.token());
        assertThat(office.visitor(forgotten.token())).isEmpty();
        assertThat(office.visitor(here.token())).isPresent();
        assertThat(office.visitor(nosy.token())).isPresent();
        // Unused for too long is over, though nobody ended it.
        office.signIn("busy", password);
        var later = officeAt(NOW.plus(Duration.ofHours(3)));
        var again = later.signIn("busy", password);
        assertThat(later.openSessions().of(again.visitor(), again.token())).hasSize(1);
    }

    @Test
    void clerkSpeaksForHisUnitAlone() {
        var health = new UnitCode("health");
        var person = new PersonId(UUID.randomUUID());
        var password = office.addPerson(person, "clerk", "某人");
        office.grant(person, NORTH, "unit-clerk", Optional.of(health));
        office.changePassword(office.signIn("clerk", password).visitor(), password, "a longer password");
        var clerk = office.signIn("clerk", "a longer password").visitor();
        var handle = new Right("ticketing.handle");
        assertThat(clerk.speaksFor(NORTH, health, handle)).isTrue();
        assertThat(clerk.speaksFor(NORTH, new UnitCode("water"), handle)).isFalse();
        assertThat(clerk.speaksFor(new HotlineCode("south"), health, handle)).isFalse();
    }

    @Test
    void profileInForceIsTheLatestVersionThatIsValid() {
        office.addProfile(NORTH, "a: 1", NOW.minusSeconds(60), PersonId.SYSTEM);
        office.addProfile(NORTH, "a: 2", NOW.plusSeconds(60), PersonId.SYSTEM);
        assertThat(office.profile(NORTH, NOW).text()).isEqualTo("a: 1");
        assertThat(office.profile(NORTH, NOW.plusSeconds(61)).version()).isEqualTo(2);
        assertThatThrownBy(() -> office.profile(NORTH, NOW.minusSeconds(61))).isInstanceOf(Refused.class);
    }

    @Test
    void anotherKeyFileIsRefusedAtTheStart() {
        assertThatThrownBy(() -> Office.launch(
                        database.pool("office"), Clock.fixed(NOW, ZoneOffset.UTC), TestKeys.officeConfig()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("is not the key of this database");
    }

    @Test
    void auditRowsCannotBeChangedByTheProgram() {
        office.audit(PersonId.SYSTEM, NORTH, "office.test", "x");
        var pool = database.pool("office");
        assertThatThrownBy(() -> pool.query("update office.audit set object = 'y'")
                        .execute()
                        .await())
                .hasMessageContaining("permission denied");
        assertThatThrownBy(
                        () -> pool.query("delete from office.audit").execute().await())
                .hasMessageContaining("permission denied");
    }

    @Test
    void aModulesRoleSeesNoOtherModulesTables() {
        var pool = database.pool("telephony");
        assertThatThrownBy(() ->
                        pool.query("select * from office.person").execute().await())
                .hasMessageContaining("permission denied");
        assertThat(pool.query("select * from office.v_unit").execute().await().size())
                .isNotNegative();
    }

    @Test
    void wrongDatabasePasswordIsSaidInWords() {
        var right = database.database();
        var wrong = new PgDatabase(right.host(), right.port(), right.name(), "nobody_here", "wrong", false);
        assertThatThrownBy(wrong::migrate).isInstanceOf(BadSettings.class).hasMessageContaining("database ");
        var away = new PgDatabase("127.0.0.1", 1, right.name(), right.owner(), right.ownerPassword(), false);
        assertThatThrownBy(away::migrate).isInstanceOf(BadSettings.class).hasMessageContaining("not reachable");
    }
}
