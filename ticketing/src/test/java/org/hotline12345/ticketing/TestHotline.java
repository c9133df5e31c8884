package org.hotline12345.ticketing;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;

/** A hotline with its people on a real database; telephony stands there unconnected, its calls are rows. */
public final class TestHotline implements AutoCloseable {
    public static final HotlineCode NORTH = new HotlineCode("north");
    public static final HotlineCode SOUTH = new HotlineCode("south");
    public static final UnitCode HEALTH = new UnitCode("health");
    public static final UnitCode WATER = new UnitCode("water");
    public static final String MOBILE = "15400000001";

    private static final String PASSWORD = "a longer password";
    private static final Instant MONDAY_MORNING = Instant.parse("2026-11-02T01:00:00Z");

    public final TestDatabase database = TestDatabase.open();
    public final Office office;
    public final Telephony telephony;
    public final Ticketing ticketing;
    public final SignedIn agent;
    public final SignedIn otherAgent;
    public final SignedIn dispatcher;
    public final SignedIn reviewer;
    public final SignedIn leader;
    public final SignedIn healthClerk;
    public final SignedIn waterClerk;
    public final SignedIn southernDispatcher;

    private final AtomicReference<Instant> now = new AtomicReference<>(MONDAY_MORNING);
    private final AtomicInteger calls = new AtomicInteger();
    private final Pool telephonyPool = database.pool("telephony");
    private final Pool ticketingPool = database.pool("ticketing");

    public TestHotline() {
        this(new TicketingConfig(5).intake());
    }

    public TestHotline(IntakeConfig intake) {
        office = Office.launch(database.pool("office"), clock(), TestKeys.officeConfig());
        var zone = ZoneId.of("Asia/Shanghai");
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", zone));
        office.addHotline(new Hotline(SOUTH, "南县12345热线", "12346", "0371", zone));
        office.addUnit(new Unit(NORTH, HEALTH, "卫健委", "县直单位"));
        office.addUnit(new Unit(NORTH, WATER, "水利局", "县直单位"));
        office.addProfile(NORTH, "ticketing: {working-days: {HELP: 5}}", Instant.EPOCH, PersonId.SYSTEM);
        agent = person("agent", NORTH, "agent", Optional.empty());
        otherAgent = person("other-agent", NORTH, "agent", Optional.empty());
        dispatcher = person("dispatcher", NORTH, "dispatcher", Optional.empty());
        leader = person("leader", NORTH, "office-leader", Optional.empty());
        reviewer = person("reviewer", NORTH, "reviewer", Optional.empty());
        healthClerk = person("health-clerk", NORTH, "unit-clerk", Optional.of(HEALTH));
        waterClerk = person("water-clerk", NORTH, "unit-clerk", Optional.of(WATER));
        southernDispatcher = person("southerner", SOUTH, "dispatcher", Optional.empty());
        var settings = Settings.parse("telephony", "ami: {secret: not-used-here}", Map.of());
        telephony = Telephony.launch(telephonyPool, clock(), office, TelephonyConfig.read(settings));
        ticketing = Ticketing.launch(ticketingPool, clock(), office, telephony, new TicketingConfig(5, intake));
    }

    @Override
    public void close() {
        ticketing.close();
        telephony.close();
        office.close();
        database.close();
    }

    /** Everybody here by login, for routes that are asked by somebody. */
    public Map<String, SignedIn> people() {
        return Stream.of(agent, otherAgent, dispatcher, reviewer, leader, healthClerk, waterClerk, southernDispatcher)
                .collect(Collectors.toUnmodifiableMap(SignedIn::login, Function.identity()));
    }

    public Pool ticketingPool() {
        return ticketingPool;
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("modules take instants");
            }
        };
    }

    public void letPass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** A call of that number which the agent has answered and ended. */
    public CallId answeredCall(SignedIn answeredBy, String number) {
        var id = newCallId();
        // language=PostgreSQL
        telephonyPool
                .preparedQuery("""
                        insert into telephony.call
                               (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at, events, queue,
                                queued_at, seat, agent, answered_at, talk_ended_at, ended_at, outcome, wait_ms, talk_ms,
                                recording)
                        values ($1, $2, '12345', $3, $4, true, $5, 6, 'hotline', $6, '1001', $7, $8, $9, $9, 'ANSWERED',
                                9000, 60000, 'x.wav')""")
                .execute(Tuple.of(
                        id.value(),
                        NORTH.value(),
                        Buffer.buffer(office.seal().seal(number).bytes()),
                        Buffer.buffer(office.seal().index(NORTH, number).bytes()),
                        now.get().atOffset(ZoneOffset.UTC),
                        now.get().plusSeconds(1).atOffset(ZoneOffset.UTC),
                        answeredBy.person().value(),
                        now.get().plusSeconds(10).atOffset(ZoneOffset.UTC),
                        now.get().plusSeconds(70).atOffset(ZoneOffset.UTC)))
                .await();
        return id;
    }

    public CallId newCallId() {
        return new CallId("pbx1-" + now.get().getEpochSecond() + "." + calls.incrementAndGet());
    }

    public Intake plea(Optional<CallId> call) {
        return new Intake(
                NORTH,
                Channel.PHONE,
                call,
                new Matter(Nature.HELP, "路灯不亮", "解放路路灯坏了三天。", Optional.of("解放路")),
                new Requester(Optional.of("张三"), Optional.of("154 0000 0001")));
    }

    /** A ticket of the agent's, not bound to a call. */
    public Ticket ticket() {
        return ticketing.register(agent, plea(Optional.empty())).ticket();
    }

    public Ticket act(Ticket ticket, TicketCommand command) {
        return ticketing.act(ticket.hotline(), ticket.number(), command);
    }

    public SignedIn person(String login, HotlineCode hotline, String role, Optional<UnitCode> unit) {
        var id = new PersonId(UUID.randomUUID());
        var password = office.addPerson(id, login, "某" + login);
        office.grant(id, hotline, role, unit);
        office.changePassword(office.signIn(login, password).visitor(), password, PASSWORD);
        return office.signIn(login, PASSWORD).visitor();
    }
}
