package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.office.Unit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The program dies between any two statements of a command: what it meant is stored whole or not at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoHalfStepIT {
    /** More than any command has. */
    private static final int MOST_STATEMENTS = 200;

    private TestHotline hotline;
    private CutLine line;
    private Ticketing dying;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        hotline.office.addUnit(new Unit(NORTH, Samples.ROADS, "公路局", "县直单位"));
        var there = hotline.database.database();
        line = new CutLine(there.port());
        var through =
                new PgDatabase("127.0.0.1", line.port(), there.name(), there.owner(), there.ownerPassword(), false);
        dying = Ticketing.launch(
                through.pool(hotline.database.vertx(), "ticketing", 1),
                hotline.clock(),
                hotline.office,
                hotline.telephony,
                new TicketingConfig(5));
    }

    @AfterAll
    void close() throws IOException {
        dying.close();
        line.close();
        hotline.close();
    }

    private Ticket act(Ticket ticket, TicketCommand command) {
        return hotline.act(ticket, command);
    }

    private Ticket handled() {
        var sent = act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        act(sent, new TicketCommand.Acknowledge(hotline.healthClerk));
        act(sent, new TicketCommand.Reply(hotline.healthClerk, "路灯已修好。", true));
        return act(sent, new TicketCommand.Review(hotline.reviewer));
    }

    /** Cuts the command off before each of its statements in turn, each time on fresh tickets, until it comes through. */
    private void isWholeOrNothing(Supplier<List<Ticket>> prepare, Function<List<Ticket>, TicketCommand> command) {
        for (int statements = 0; statements < MOST_STATEMENTS; statements++) {
            var before = prepare.get();
            // The connection is there and its statements are known, so that those counted are the command's own.
            dying.find(NORTH, before.getFirst().number());
            line.cutAfter(statements);
            var failed = false;
            try {
                dying.act(NORTH, before.getFirst().number(), command.apply(before));
            } catch (RuntimeException e) {
                failed = true;
            }
            var wasCut = line.wasCut();
            line.mend();
            var after = before.stream()
                    .map(ticket ->
                            hotline.ticketing.find(NORTH, ticket.number()).orElseThrow())
                    .toList();
            var moved = new ArrayList<Boolean>();
            for (int i = 0; i < before.size(); i++) {
                var stored = after.get(i);
                assertThat(TicketFold.replay(NORTH, hotline.ticketing.history(stored)))
                        .as("cut before statement %d", statements + 1)
                        .isEqualTo(stored);
                moved.add(stored.version() != before.get(i).version());
            }
            assertThat(moved.stream().distinct())
                    .as("cut before statement %d: %s", statements + 1, moved)
                    .hasSize(1);
            assertThat(failed).isEqualTo(wasCut);
            assertThat(moved.getFirst()).isEqualTo(!wasCut);
            if (!wasCut) {
                assertThat(statements)
                        .as("the command was cut off at least once")
                        .isPositive();
                return;
            }
        }
        throw new AssertionError("the command had more than " + MOST_STATEMENTS + " statements");
    }

    @Test
    void aDispatchToThreeUnits() {
        isWholeOrNothing(
                () -> List.of(hotline.ticket()),
                _ -> new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of(WATER, Samples.ROADS)));
    }

    @Test
    void aMergingOfTwo() {
        isWholeOrNothing(
                () -> List.of(hotline.ticket(), hotline.ticket()),
                tickets -> new TicketCommand.Merge(
                        hotline.dispatcher, tickets.getLast().number(), "同一路灯。"));
    }

    @Test
    void aClosingWithThreeThatWereMerged() {
        isWholeOrNothing(
                () -> {
                    var merged = IntStream.range(0, 3)
                            .mapToObj(_ -> hotline.ticket())
                            .toList();
                    var sent = act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
                    merged.forEach(
                            one -> act(one, new TicketCommand.Merge(hotline.dispatcher, sent.number(), "同一路灯。")));
                    act(sent, new TicketCommand.Acknowledge(hotline.healthClerk));
                    act(sent, new TicketCommand.Reply(hotline.healthClerk, "路灯已修好。", true));
                    act(sent, new TicketCommand.Review(hotline.reviewer));
                    var all = new ArrayList<>(List.of(sent));
                    all.addAll(merged);
                    return all.stream()
                            .map(one ->
                                    hotline.ticketing.find(NORTH, one.number()).orElseThrow())
                            .toList();
                },
                _ -> new TicketCommand.Close(hotline.reviewer));
    }

    @Test
    void aReopening() {
        isWholeOrNothing(
                () -> List.of(act(handled(), new TicketCommand.Close(hotline.reviewer))),
                _ -> new TicketCommand.Reopen(hotline.reviewer, "市民反映仍不亮。"));
    }
}
