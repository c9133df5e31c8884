package org.hotline12345.callback;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.callback.sms.SmppConfig;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.TicketingConfig;

/** A hotline with a real database, office and ticketing; telephony is there but dials nowhere. */
final class TestTown implements AutoCloseable {
    static final HotlineCode NORTH = new HotlineCode("north");
    /** Ten in the morning in Shanghai. */
    static final Instant MORNING = Instant.parse("2026-11-22T02:00:00Z");

    final TestClock clock = new TestClock(MORNING);
    final TestDatabase database = TestDatabase.open();
    final Pool pool = database.pool("callback");
    final Pool telephonyPool = database.pool("telephony");
    final Office office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
    final Telephony telephony;
    final Ticketing ticketing;
    final SignedIn agent = new SignedIn(
            new PersonId(UUID.randomUUID()),
            "agent",
            "某人",
            List.of(new Grant(
                    NORTH,
                    "agent",
                    Optional.empty(),
                    Set.of(Rights.REGISTER, Rights.SEE, Rights.DISPATCH, Rights.REVIEW, Rights.CLOSE))));

    TestTown() {
        office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
        profile("");
        var telephonySettings = Settings.parse("test", """
                agi: {port: 0}
                ami: {port: 9}
                record: {source: none}
                prompts-dir: target/prompts
                recordings-dir: target/recordings
                """, Map.of());
        telephony = Telephony.launch(telephonyPool, clock, office, TelephonyConfig.read(telephonySettings));
        telephony.start();
        ticketing = Ticketing.launch(database.pool("ticketing"), clock, office, telephony, new TicketingConfig(5));
    }

    /** The profile's words about surveys, from now on. */
    void profile(String callbackYaml) {
        office.addProfile(NORTH, "callback: {" + callbackYaml + "}", clock.instant(), PersonId.SYSTEM);
    }

    static CallbackConfig config(Optional<SmppConfig> sms) {
        return new CallbackConfig(Duration.ofMillis(20), 200, 10, 3, sms);
    }

    Callbacks callbacks(Optional<SmppConfig> sms) {
        return Callbacks.launch(pool, clock, office, telephony, ticketing, config(sms));
    }

    Callbacks callbacks(Citizens citizens) {
        return Callbacks.launch(pool, clock, office, citizens, config(Optional.empty()));
    }

    TicketNumber registered(Optional<String> phone) {
        var intake = new Intake(
                NORTH,
                Channel.PHONE,
                Optional.empty(),
                new Matter(Nature.HELP, "幸福路停水", "幸福路自昨晚起停水。", Optional.empty()),
                new Requester(Optional.of("张三"), phone));
        return ticketing.register(agent, intake).ticket().number();
    }

    /** A ticket that the agent answers at once: handled and closed. */
    TicketNumber closedTicket(String phone) {
        var number = registered(Optional.of(phone));
        ticketing.act(NORTH, number, new TicketCommand.Answer(agent, "已答复。"));
        return number;
    }

    List<String> column(String sql, Object... parameters) {
        var found = new java.util.ArrayList<String>();
        pool.preparedQuery(sql)
                .execute(Tuple.wrap(parameters))
                .await()
                .forEach(row -> found.add(String.valueOf(row.getValue(0))));
        return found;
    }

    @Override
    public void close() {
        ticketing.close();
        telephony.close();
        database.close();
    }
}
