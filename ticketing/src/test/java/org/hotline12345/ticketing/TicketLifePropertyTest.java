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
                .ofMaxSize(120);
    }

    @Property(tries = 500)
    void anyCommandsByAnybodyKeepToTheTables(@ForAll("attempts") List<Attempt> attempts) {
        var ticket = Samples.fresh();
        var events = new ArrayList<TicketEvent>();
        events.add(new TicketEvent.Registered(
                ticket.number(),
                ticket.registeredAt(),
                ticket.registeredBy(),
                ticket.channel(),
                ticket.call(),
                ticket.matter()));
        var now = Samples.NOW;
        for (var attempt : attempts) {
            now = now.plus(Duration.ofMinutes(7));
            var command = Samples.command(attempt.kind(), attempt.by(), attempt.unit());
            var target = TransitionTable.after(ticket.state().kind(), attempt.kind());
            var permitted =
                    People.may(attempt.by(), attempt.kind(), ticket.state().atUnit());
            try {
                var event = TicketLife.decide(ticket, command, now, Samples.HENAN);
                assertThat(permitted).as("permitted %s", command).isTrue();
                var next = TicketLife.apply(ticket, event);
                assertThat(next.state().kind()).isEqualTo(target.orElseThrow());
                assertThat(next.version()).isEqualTo(ticket.version() + 1);
                assertThat(TicketLife.allowed(ticket, attempt.by())).contains(attempt.kind());
                next.state().atUnit().ifPresent(unit -> assertThat(next.units()).contains(unit));
                events.add(event);
                ticket = next;
            } catch (Refused refused) {
                assertThat(refused.kind()).isEqualTo(permitted ? Refused.Kind.CONFLICT : Refused.Kind.FORBIDDEN);
                assertThat(permitted && target.isPresent())
                        .as("refused %s", command)
                        .isFalse();
                assertThat(TicketLife.allowed(ticket, attempt.by())).doesNotContain(attempt.kind());
            }
        }
        assertThat(TicketLife.replay(Samples.NORTH, events)).isEqualTo(ticket);
    }
}
