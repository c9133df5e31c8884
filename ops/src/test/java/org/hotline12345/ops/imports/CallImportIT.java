package org.hotline12345.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.ops.imports.Kind.Stored;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallCounting;
import org.hotline12345.telephony.CallState;
import org.hotline12345.telephony.PgCallFigures;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallImportIT {
    private static final String CALLS = """
            通话编号,线路,来电号码,方向,呼入时间,排队时间,接通时间,结束时间,结果,话务员,座席号
            C1,12345,154 0000 0001,呼入,2026-07-01 08:00:00,2026-07-01 08:00:10,2026-07-01 08:00:22,2026-07-01 08:05:00,接通,wang.wu,8001
            C2,,15400000002,,2026-07-01 08:10:00,2026-07-01 08:10:10,,2026-07-01 08:11:10,放弃,,
            C3,12345,,呼入,2026-07-01 08:20:00,,,2026-07-01 08:20:05,,,
            C4,12315,03709000001,呼入,2026-07-01 08:30:00,2026-07-01 08:30:10,,2026-07-01 08:40:10,等待超时,,
            C5,12345,15400000001,呼入,2026-07-01 09:00:00,,2026-07-01 09:00:05,2026-07-01 09:02:00,,王五,
            C6,12345,15400000003,呼入,2026-07-01 09:10:00,2026-07-01 09:10:10,,2026-07-01 09:11:00,中断,,
            """;

    @TempDir
    private Path folder;

    private ImportTown town;
    private PersonId agent;

    @BeforeEach
    void open() {
        town = new ImportTown(folder);
        agent = town.person("wang.wu", "王五", "agent", Optional.empty());
    }

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void callsAreCountedAsAnyOtherOfTheirTimeOnceOnly() throws IOException {
        assertThat(town.load("calls", CALLS)).isEqualTo(new Stored(6, 0, 0));
        assertThat(town.load("calls", CALLS)).isEqualTo(new Stored(0, 0, 6));
        var counting = CallCounting.read(Settings.parse("test", "", Map.of()));
        var counts = PgCallFigures.counts(
                town.database.pool("bulletin"),
                ImportTown.CODE,
                Instant.parse("2026-06-30T16:00:00Z"),
                Instant.parse("2026-07-01T16:00:00Z"),
                counting);
        assertThat(counts.stream().map(one -> one.line() + " " + counting.of(one.facts()) + " " + one.calls()))
                .containsExactlyInAnyOrder(
                        "12345 ANSWERED 2",
                        "12345 ABANDONED 1",
                        "12345 NOT_OFFERED 1",
                        "12345 INTERRUPTED 1",
                        "12315 ABANDONED 1");
        assertThat(counts.stream().mapToLong(one -> one.unsettled()).sum()).isZero();
    }

    @Test
    void theyAreReadAsCallsThatAreOver() throws IOException {
        town.load("calls", CALLS);
        try (var telephony = telephony()) {
            var calls = telephony.calls(ImportTown.CODE, 10);
            assertThat(calls).hasSize(6).noneMatch(Call::open);
            var first = calls.getLast();
            assertThat(first.id().value()).matches("brought-in-1782864000\\.[0-9]+");
            assertThat(first.answeredBy()).contains(agent);
            assertThat(first.seat().orElseThrow().value()).isEqualTo("8001");
            assertThat(first.waited()).contains(Duration.ofSeconds(12));
            assertThat(first.talked()).contains(Duration.ofSeconds(278));
            assertThat(first.caller().masked()).isEqualTo("154****0001");
            assertThat(calls.get(2)).satisfies(waitedOut -> {
                assertThat(waitedOut.caller().masked()).isEqualTo("037****0001");
                assertThat(((CallState.Ended) waitedOut.state()).last()).isInstanceOf(CallState.Unserved.class);
            });
            assertThat(telephony
                            .calls(ImportTown.CODE, 10)
                            .get(1)
                            .seat()
                            .orElseThrow()
                            .value())
                    .isEqualTo("-");
        }
        assertThat(town.column("telephony", "select c::text from telephony.call c"))
                .noneMatch(row -> row.contains("15400000001") || row.contains("9000001"));
    }

    @Test
    void nothingIsExpectedOfThemThatOnlyThisSystemCouldHaveDone() throws IOException {
        town.load("calls", CALLS);
        // Neither an open call, nor one that Asterisk's record must confirm, nor a gap, a position or a recording.
        assertThat(town.column("telephony", """
                select (select count(*) from telephony.call where ended_at is null or not settled) || ' '
                       || (select count(*) from telephony.gap) || ' ' || (select count(*) from telephony.record_position) || ' '
                       || (select count(*) from telephony.recording) || ' ' || (select count(*) from telephony.call_event)""")).containsExactly("0 0 0 0 0");
        assertThat(town.column("callback", "select outside from telephony.v_brought_in_call order by outside"))
                .containsExactly("C1", "C2", "C3", "C4", "C5", "C6");
    }

    @Test
    void aTicketThatIsBroughtInStandsByItsCall() throws IOException {
        town.load("units", ImportTown.UNITS);
        town.load("calls", CALLS);
        var tickets = "工单编号,登记时间,渠道,诉求性质,标题,内容,通话编号\nA1,2026-07-01 08:04,电话,求助,路灯不亮,解放路。,C1\n";
        assertThat(town.load("tickets", tickets)).isEqualTo(new Stored(1, 0, 0));
        assertThat(town.load("tickets", tickets)).isEqualTo(new Stored(0, 0, 1));
        assertThat(town.column("ticketing", """
                select b.outside from ticketing.ticket t join telephony.v_brought_in_call b on b.call = t.call
                 where exists (select from ticketing.ticket_event e where e.number = t.number and e.body ->> 'call' = t.call)""")).containsExactly("C1");
        assertThat(town.problems(
                        "tickets",
                        "工单编号,登记时间,渠道,诉求性质,标题,内容,通话编号\n"
                                + "A2,2026-07-01 08:04,电话,求助,路灯,路。,C1\n"
                                + "A3,2026-07-01 08:04,电话,求助,路灯,路。,C9\n"
                                + "A4,2026-07-01 08:04,微信,求助,路灯,路。,C2\n"
                                + "A5,2026-07-01 08:04,电话,求助,路灯,路。,C5\n"
                                + "A6,2026-07-01 08:04,电话,求助,路灯,路。,C5\n"))
                .containsExactly(
                        "line 2, column 通话编号: has another ticket already",
                        "line 3, column 通话编号: is no call: import calls first",
                        "line 4, column 通话编号: is given, yet the ticket came in another way",
                        "line 6, column 通话编号: has another ticket already");
    }

    @Test
    void aCallThatAsteriskToldOfIsNotCountedAgain() throws IOException {
        var seal = town.office.seal();
        town.database
                .pool("telephony")
                .preparedQuery("""
                        insert into telephony.call (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at,
                                                    ended_at, outcome, events, settled)
                        values ('pbx1-1782864003.0', 'ningling', '12345', $1, $2, true, $3, $3, 'ABANDONED_GREETING', 1, true)""")
                .execute(Tuple.of(
                        Buffer.buffer(seal.seal("15400000001").bytes()),
                        Buffer.buffer(seal.index(ImportTown.CODE, "15400000001").bytes()),
                        OffsetDateTime.parse("2026-07-01T08:00:03+08:00")))
                .await();
        assertThat(town.problems("calls", CALLS))
                .containsExactly(
                        "line 2, column 通话编号: is a call that this system's Asterisk told of itself: it is counted already");
    }

    @Test
    void whatCannotHaveHappenedIsNamedByLineAndColumn() throws IOException {
        assertThat(town.problems(
                        "calls",
                        CALLS.replace("2026-07-01 08:00:22", "2026-07-01 07:00:22")
                                .replace("2026-07-01 08:10:10,,", ",,")
                                .replace("C3,12345,,呼入", "C3,12345,,呼出")
                                .replace("C4,12315,03709000001", "C4,消费,03709000001")
                                .replace(",王五,", ",赵六,")
                                .replace("C6,12345,15400000003", "C6,12345,无")))
                .containsExactly(
                        "line 2, column 接通时间: is earlier than the step before it",
                        "line 3, column 排队时间: is empty, yet the caller waited for an agent",
                        "line 4, column 方向: is a call that went out, which no figure counts: leave it out",
                        "line 5, column 线路: \"消费\" is no number of 3 to 20 digits",
                        "line 6, column 话务员: \"赵六\" is nobody of this hotline, or several: give the login, or import users"
                                + " first",
                        "line 7, column 来电号码: is no telephone number");
        assertThat(town.problems("calls", CALLS.replace("2026-07-01 09:11:00", "2027-07-01 09:11:00")))
                .containsExactly("line 7, column 结束时间: lies in the future");
        assertThat(town.problems("calls", CALLS.replace("C2,", "C1,")))
                .containsExactly("line 3, column 通话编号: is the same as in line 2");
        assertThat(town.column("telephony", "select id from telephony.call")).isEmpty();
    }

    private Telephony telephony() {
        var settings = Settings.parse("telephony", "ami: {secret: not-used-here}", Map.of());
        return Telephony.launch(
                town.database.pool("telephony"), town.clock, town.office, TelephonyConfig.read(settings));
    }
}
