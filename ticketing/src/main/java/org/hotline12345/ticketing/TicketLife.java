package org.hotline12345.ticketing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketCommand.AcceptReturn;
import org.hotline12345.ticketing.TicketCommand.Acknowledge;
import org.hotline12345.ticketing.TicketCommand.Answer;
import org.hotline12345.ticketing.TicketCommand.Close;
import org.hotline12345.ticketing.TicketCommand.Dispatch;
import org.hotline12345.ticketing.TicketCommand.RefuseReturn;
import org.hotline12345.ticketing.TicketCommand.Reply;
import org.hotline12345.ticketing.TicketCommand.Return;
import org.hotline12345.ticketing.TicketCommand.Review;
import org.hotline12345.ticketing.TicketCommand.SendBack;
import org.hotline12345.ticketing.TicketState.Closed;
import org.hotline12345.ticketing.TicketState.Dispatched;
import org.hotline12345.ticketing.TicketState.Handled;
import org.hotline12345.ticketing.TicketState.InHand;
import org.hotline12345.ticketing.TicketState.Registered;
import org.hotline12345.ticketing.TicketState.Replied;
import org.hotline12345.ticketing.TicketState.ReturnRequested;

/** The whole life of a ticket. Pure: no clock, no rows. STATES.md shows it as a picture. */
public final class TicketLife {
    private record Step(TicketState state, TicketCommand command) {}

    /** Where only leave is asked, the deadline does not matter. */
    private static final TicketingProfile ANY_PROFILE = TicketingProfile.henan(ZoneOffset.UTC);

    private TicketLife() {}

    /**
     * What the command makes happen. Anything not written here is refused.
     *
     * @throws Refused (forbidden) when the person may not do this to such a ticket, whatever its state; (conflict) when
     *     the state does not allow it
     */
    public static TicketEvent decide(Ticket ticket, TicketCommand command, Instant now, TicketingProfile profile) {
        permit(ticket, command);
        var number = ticket.number();
        var by = command.by().person();
        return switch (new Step(ticket.state(), command)) {
            case Step(Registered _, Answer(var _, var text)) -> new TicketEvent.AnsweredDirectly(number, now, by, text);
            case Step(Registered _, Dispatch(var _, var unit)) ->
                new TicketEvent.Dispatched(
                        number,
                        now,
                        by,
                        unit,
                        profile.acknowledgeBy(now),
                        profile.due(ticket.matter().nature(), now));
            case Step(Dispatched _, Acknowledge _) -> new TicketEvent.Acknowledged(number, now, by);
            case Step(Dispatched _, Return(var _, var why, var suggested)) ->
                new TicketEvent.ReturnRequested(number, now, by, why, suggested);
            case Step(InHand _, Return(var _, var why, var suggested)) ->
                new TicketEvent.ReturnRequested(number, now, by, why, suggested);
            case Step(InHand _, Reply(var _, var text, var contacted)) ->
                new TicketEvent.Replied(number, now, by, text, contacted);
            case Step(ReturnRequested _, AcceptReturn _) -> new TicketEvent.ReturnAccepted(number, now, by);
            case Step(ReturnRequested _, RefuseReturn(var _, var why)) ->
                new TicketEvent.ReturnRefused(number, now, by, why);
            case Step(Replied _, SendBack(var _, var why)) -> new TicketEvent.SentBack(number, now, by, why);
            case Step(Replied _, Review _) -> new TicketEvent.Handled(number, now, by);
            case Step(Handled _, Close _) -> new TicketEvent.Closed(number, now, by);
            case Step(var state, var refused) ->
                throw Refused.conflict("ticket " + number + " is " + state.kind() + ": "
                        + refused.kind().word() + " is not possible now");
        };
    }

    /** The ticket after the event, which {@link #decide} made for it. */
    public static Ticket apply(Ticket ticket, TicketEvent event) {
        var marks = ticket.milestones();
        return switch (event) {
            case TicketEvent.Registered _ ->
                throw new IllegalStateException(
                        ticket.number() + " version " + ticket.version() + ": registered twice");
            case TicketEvent.AnsweredDirectly(var _, var at, var _, var _) ->
                ticket.next(
                        new Closed(at, HandlingMode.DIRECT), marks.handled(at).closed(at));
            case TicketEvent.Dispatched(var _, var at, var _, var unit, var acknowledgeBy, var due) ->
                ticket.next(
                        new Dispatched(unit, at, acknowledgeBy, due),
                        with(ticket.units(), unit),
                        Milestones.dispatched(unit, at, acknowledgeBy, due));
            case TicketEvent.Acknowledged(var _, var at, var _) ->
                ticket.next(new InHand(unit(ticket), due(ticket)), marks.acknowledged(at));
            case TicketEvent.ReturnRequested(var _, var _, var _, var why, var _) ->
                ticket.next(new ReturnRequested(unit(ticket), due(ticket), why));
            case TicketEvent.ReturnAccepted _ -> ticket.next(new Registered(), Milestones.NONE);
            case TicketEvent.ReturnRefused _ -> ticket.next(new InHand(unit(ticket), due(ticket)));
            case TicketEvent.Replied(var _, var at, var _, var _, var _) ->
                ticket.next(new Replied(unit(ticket), due(ticket), at), marks.replied(at));
            case TicketEvent.SentBack _ -> ticket.next(new InHand(unit(ticket), due(ticket)));
            case TicketEvent.Handled(var _, var at, var _) ->
                ticket.next(new Handled(unit(ticket), at), marks.handled(at));
            case TicketEvent.Closed(var _, var at, var _) ->
                ticket.next(new Closed(at, HandlingMode.UNIT), marks.closed(at));
        };
    }

    /** The ticket that its first event makes. */
    static Ticket begin(HotlineCode hotline, TicketEvent.Registered event) {
        return new Ticket(
                hotline,
                event.ticket(),
                1,
                event.channel(),
                event.call(),
                event.matter(),
                event.by(),
                event.at(),
                new Registered(),
                List.of(),
                Milestones.NONE);
    }

    /** The ticket as its events tell it. */
    static Ticket replay(HotlineCode hotline, List<TicketEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof TicketEvent.Registered registered)) {
            throw new IllegalStateException("a ticket's first event is its registration, not " + events);
        }
        var ticket = begin(hotline, registered);
        for (var event : events.subList(1, events.size())) {
            ticket = apply(ticket, event);
        }
        return ticket;
    }

    /** What this person can do with the ticket as it stands: asked of the very rules, so a button shown works. */
    public static Set<TicketCommand.Kind> allowed(Ticket ticket, SignedIn visitor) {
        var allowed = EnumSet.noneOf(TicketCommand.Kind.class);
        for (var kind : TicketCommand.Kind.values()) {
            if (works(ticket, sample(kind, visitor))) {
                allowed.add(kind);
            }
        }
        return allowed;
    }

    /** Whether the next step is this person's: who has to act may know whom to reach. */
    public static boolean holds(Ticket ticket, SignedIn visitor) {
        return !allowed(ticket, visitor).isEmpty();
    }

    /** Whether this person may know of the ticket: the office of all its own, a clerk of what was sent to his unit. */
    public static boolean sees(Ticket ticket, SignedIn visitor) {
        return visitor.may(ticket.hotline(), Rights.SEE)
                || ticket.units().stream().anyMatch(unit -> visitor.speaksFor(ticket.hotline(), unit, Rights.HANDLE));
    }

    /** Who may do it at all: checked first, so that a wrong person learns nothing from the state. */
    private static void permit(Ticket ticket, TicketCommand command) {
        var by = command.by();
        var needed = needed(command);
        by.require(ticket.hotline(), needed);
        var unit = ticket.state().atUnit();
        if (needed.equals(Rights.HANDLE)
                && unit.isPresent()
                && !by.speaksFor(ticket.hotline(), unit.get(), Rights.HANDLE)) {
            throw Refused.forbidden("ticket " + ticket.number() + " is with another unit");
        }
        if (command instanceof Answer && !by.person().equals(ticket.registeredBy())) {
            throw Refused.forbidden("ticket " + ticket.number() + " was registered by another agent");
        }
    }

    private static Right needed(TicketCommand command) {
        return switch (command) {
            case Answer _ -> Rights.REGISTER;
            case Dispatch _, AcceptReturn _, RefuseReturn _ -> Rights.DISPATCH;
            case Acknowledge _, Return _, Reply _ -> Rights.HANDLE;
            case SendBack _, Review _ -> Rights.REVIEW;
            case Close _ -> Rights.CLOSE;
        };
    }

    private static boolean works(Ticket ticket, TicketCommand command) {
        try {
            decide(ticket, command, ticket.registeredAt(), ANY_PROFILE);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private static TicketCommand sample(TicketCommand.Kind kind, SignedIn by) {
        return switch (kind) {
            case ANSWER -> new Answer(by, "-");
            case DISPATCH -> new Dispatch(by, new UnitCode("any"));
            case ACKNOWLEDGE -> new Acknowledge(by);
            case RETURN -> new Return(by, "-", Optional.empty());
            case ACCEPT_RETURN -> new AcceptReturn(by);
            case REFUSE_RETURN -> new RefuseReturn(by, "-");
            case REPLY -> new Reply(by, "-", false);
            case SEND_BACK -> new SendBack(by, "-");
            case REVIEW -> new Review(by);
            case CLOSE -> new Close(by);
        };
    }

    private static List<UnitCode> with(List<UnitCode> units, UnitCode unit) {
        if (units.contains(unit)) {
            return units;
        }
        var more = new ArrayList<>(units);
        more.add(unit);
        return more;
    }

    private static UnitCode unit(Ticket ticket) {
        return ticket.state().atUnit().orElseThrow(() -> broken(ticket));
    }

    private static Deadline due(Ticket ticket) {
        return ticket.milestones().due().orElseThrow(() -> broken(ticket));
    }

    private static IllegalStateException broken(Ticket ticket) {
        return new IllegalStateException("ticket " + ticket.number() + " version " + ticket.version() + " is "
                + ticket.state() + ": its next event needs a unit");
    }
}
