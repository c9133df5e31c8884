package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** Whatever people try, a ticket does what the tables say and nothing else, and its log tells all of it. */
class TicketLifePropertyTest {
    record Attempt(SignedIn by, TicketCommand.Kind kind, UnitCode unit) {}

    @Provide
    Arbitrary<List<Attempt>> attempts() {
        return Combinators.combine(
                        Arbitraries.of(Samples.PEOPLE),
                        Arbitraries.of(TicketCommand.Kind.class),
                        Arbitraries.of(Samples.HEALTH, Samples.WATER))
                .as(Attempt::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(400);
    }

    @Property(tries = 500)
    void anyCommandsByAnybodyKeepToTheTables(@ForAll("attempts") List<Attempt> attempts) {
        var ticket = Samples.fresh();
        var model = new TicketModel();
        var events = new ArrayList<TicketEvent>();
        events.add(Samples.registration());
        var now = Samples.NOW;
        for (var attempt : attempts) {
            now = now.plus(Duration.ofMinutes(7));
            var command = Samples.command(attempt.kind(), attempt.by(), attempt.unit());
            var expected = model.expected(attempt.by(), attempt.kind());
            try {
                var change = Samples.change(ticket, command, now);
                assertThat(expected)
                        .as("%s by %s at %s", attempt.kind(), attempt.by().login(), ticket.stage())
                        .isEqualTo(new TicketModel.Outcome.Done(change.after().stage()));
                assertThat(TicketLife.allowed(ticket, attempt.by(), now, Samples.HENAN))
                        .contains(attempt.kind());
                events.addAll(change.events());
                ticket = change.after();
                model.happened(attempt.kind(), attempt.unit(), ticket.stage());
            } catch (Refused refused) {
                assertThat(expected)
                        .as("%s by %s at %s", attempt.kind(), attempt.by().login(), ticket.stage())
                        .isEqualTo(new TicketModel.Outcome.No(refused.kind()));
            }
        }
        assertThat(TicketFold.replay(Samples.NORTH, events)).isEqualTo(ticket);
        assertThat(ticket.version()).isEqualTo(events.size());
    }
}
