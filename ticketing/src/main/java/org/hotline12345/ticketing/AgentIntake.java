package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Telephony;

/** How agents write tickets down. */
final class AgentIntake {
    private final PgTickets rows;
    private final Rulebook rules;
    private final Office office;
    private final Telephony telephony;
    private final TicketListeners listeners;

    AgentIntake(PgTickets rows, Rulebook rules, Office office, Telephony telephony, TicketListeners listeners) {
        this.rows = rows;
        this.rules = rules;
        this.office = office;
        this.telephony = telephony;
        this.listeners = listeners;
    }

    /** See {@link Ticketing}. */
    Registration register(SignedIn by, Intake intake) {
        by.require(intake.hotline(), Rights.REGISTER);
        if (intake.call().isPresent()) {
            requireOwnCall(by, intake.hotline(), intake.call().get());
            var earlier = earlier(by, intake);
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        rules.requireDomain(intake.hotline(), intake.matter().domain());
        var now = rules.now();
        var zone = office.hotline(intake.hotline()).zone();
        var phone = intake.anonymous() ? Optional.<Caller.Known>empty() : phone(intake);
        var requester = new Requester(intake.requester().name(), phone.map(Caller.Known::number));
        var stored = rows.register(new NewTicket(
                intake.hotline(),
                now.atZone(zone).toLocalDate(),
                number -> registered(number, now, by, intake),
                requester,
                intake.confidential()));
        if (stored.isEmpty()) {
            // Pressed twice at once: the other request was first and its ticket stands now.
            return earlier(by, intake)
                    .orElseThrow(() -> new IllegalStateException("call " + intake.call() + " is bound and is not"));
        }
        var ticket = stored.get();
        listeners.tell(ticket, List.of(registered(ticket.number(), now, by, intake)));
        return new Registration(ticket, true);
    }

    private static TicketEvent registered(TicketNumber number, Instant at, SignedIn by, Intake intake) {
        var fact = new TicketFact.Registered(intake.channel(), intake.call(), Optional.empty(), intake.matter());
        return new TicketEvent(number, 1, at, by.person(), fact);
    }

    private void requireOwnCall(SignedIn by, HotlineCode hotline, CallId call) {
        // A foreign call answers like a missing one: its id must not open the caller's number.
        var own = rows.call(hotline, call).flatMap(BoundCall::agent).filter(by.person()::equals);
        if (own.isEmpty()) {
            throw Refused.unknown("there is no call " + call + " that this person has answered");
        }
    }

    private Optional<Registration> earlier(SignedIn by, Intake intake) {
        var ticket = intake.call().flatMap(call -> rows.findByCall(intake.hotline(), call));
        if (ticket.isPresent() && !ticket.get().registeredBy().equals(by.person())) {
            throw Refused.conflict("the call has ticket " + ticket.get().number() + " of another agent");
        }
        return ticket.map(found -> new Registration(found, false));
    }

    /** The number given, else the caller's. */
    private Optional<Caller.Known> phone(Intake intake) {
        var given = intake.requester().phone();
        if (given.isPresent()) {
            return switch (telephony.callerFrom(intake.hotline(), given.get())) {
                case Caller.Known known -> Optional.of(known);
                case Caller.Withheld _ -> throw Refused.invalid("requesterPhone is no telephone number");
            };
        }
        return intake.call().map(telephony::callerOf).flatMap(caller -> switch (caller) {
            case Caller.Known known -> Optional.of(known);
            case Caller.Withheld _ -> Optional.empty();
        });
    }
}
