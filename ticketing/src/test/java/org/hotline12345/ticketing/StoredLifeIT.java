package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever people try, the rows say what the tables say, as it is without rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredLifeIT {
    private static final List<TicketCommand.Kind> KINDS = List.of(TicketCommand.Kind.values());
    private static final int LIVES = 25;
    private static final int ATTEMPTS = 60;
    private static final int RACES = 150;

    private TestHotline hotline;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        hotline.office.addUnit(new Unit(NORTH, Samples.ROADS, "公路局", "县直单位"));
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    private Ticket ticket() {
        return hotline.ticketing
                .register(Samples.AGENT, hotline.plea(Optional.empty()))
                .ticket();
    }

    private static TicketCommand command(TicketCommand.Kind kind, SignedIn by, UnitCode unit, TicketNumber other) {
        return kind == TicketCommand.Kind.MERGE
                ? new TicketCommand.Merge(by, other, "同一路灯。")
                : Samples.command(kind, by, unit);
    }

    @Test
    void anyCommandsByAnybodyKeepToTheTablesInTheRows() {
        for (int seed = 0; seed < LIVES; seed++) {
            var random = new Random(seed);
            var other = ticket();
            var ticket = ticket();
            var model = new TicketModel();
            for (int i = 0; i < ATTEMPTS; i++) {
                hotline.letPass(Duration.ofSeconds(1));
                var by = Samples.PEOPLE.get(random.nextInt(Samples.PEOPLE.size()));
                var kind = KINDS.get(random.nextInt(KINDS.size()));
                var unit = random.nextBoolean() ? HEALTH : WATER;
                var expected = TicketPermits.sees(ticket, by)
                        ? model.expected(by, kind)
                        : new TicketModel.Outcome.No(Refused.Kind.UNKNOWN);
                var what = "life %d, attempt %d: %s by %s at %s".formatted(seed, i, kind, by.login(), ticket.stage());
                TicketModel.Outcome outcome;
                try {
                    ticket = hotline.ticketing.act(NORTH, ticket.number(), command(kind, by, unit, other.number()));
                    outcome = new TicketModel.Outcome.Done(ticket.stage());
                    model.happened(kind, unit, ticket.stage());
                } catch (Refused refused) {
                    outcome = new TicketModel.Outcome.No(refused.kind());
                }
                assertThat(outcome).as(what).isEqualTo(expected);
            }
            var stored = hotline.ticketing.find(NORTH, ticket.number()).orElseThrow();
            assertThat(stored).isEqualTo(ticket);
            assertThat(TicketFold.replay(NORTH, hotline.ticketing.history(stored)))
                    .isEqualTo(stored);
        }
    }

    @Test
    void ofTwoWhoSawTheSameNeverBothWin() throws Exception {
        var random = new Random(11);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < RACES; i++) {
                var ticket = atSomeStage(random);
                var deeds = Stream.generate(
                                () -> Samples.command(KINDS.get(random.nextInt(KINDS.size())), Samples.ANYBODY, HEALTH))
                        .filter(command -> command.kind() != TicketCommand.Kind.MERGE)
                        .filter(command -> isAllowed(ticket, command))
                        .limit(2)
                        .<Callable<Integer>>map(command -> () -> wins(ticket, command))
                        .toList();
                int wins = 0;
                for (var deed : threads.invokeAll(deeds)) {
                    wins += deed.get();
                }
                assertThat(wins).isEqualTo(1);
                var stored = hotline.ticketing.find(NORTH, ticket.number()).orElseThrow();
                assertThat(TicketFold.replay(NORTH, hotline.ticketing.history(stored)))
                        .isEqualTo(stored);
            }
        }
    }

    private Ticket atSomeStage(Random random) {
        var ticket = ticket();
        var way = List.of(
                TicketCommand.Kind.DISPATCH,
                TicketCommand.Kind.ACKNOWLEDGE,
                TicketCommand.Kind.REPLY,
                TicketCommand.Kind.REVIEW,
                TicketCommand.Kind.CLOSE);
        for (var kind : way.subList(0, random.nextInt(way.size() + 1))) {
            ticket = hotline.act(ticket, Samples.command(kind, Samples.ANYBODY, HEALTH));
        }
        return ticket;
    }

    private boolean isAllowed(Ticket ticket, TicketCommand command) {
        return TicketLife.allowed(ticket, Samples.ANYBODY, hotline.clock().instant(), Samples.HENAN)
                .contains(command.kind());
    }

    private int wins(Ticket ticket, TicketCommand command) {
        try {
            hotline.ticketing.act(NORTH, ticket.number(), command, OptionalInt.of(ticket.version()));
            return 1;
        } catch (Refused refused) {
            assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT);
            return 0;
        }
    }
}
