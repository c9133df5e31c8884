package org.hotline12345.ticketing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.Caller;

/** The daily traffic with the hotline above by files: its tickets come in, our replies go back. */
public final class Upstream {
    /** Of a list; a county has some dozens a day. */
    public static final int MOST_REPLIES = 20_000;

    /** Somebody may act on a ticket just then. */
    private static final int TRIES = 3;

    /** What a file did. */
    public record Kept(int added, int changed, int same) {}

    private final PgTickets tickets;
    private final PgTicketImports arrivals;
    private final PgUpstream rows;
    private final Hotline hotline;
    private final Clock clock;
    private final Deadlines deadlines;
    private final UpstreamProfile profile;

    Upstream(
            PgTickets tickets, PgTicketImports arrivals, PgUpstream rows, Office office, Hotline hotline, Clock clock) {
        this.tickets = tickets;
        this.arrivals = arrivals;
        this.rows = rows;
        this.hotline = hotline;
        this.clock = clock;
        this.deadlines = new Rulebook(office, clock).deadlines(hotline.code(), clock.instant());
        this.profile = profile(office, hotline, clock.instant());
    }

    /** How the platform calls its columns. */
    public UpstreamProfile profile() {
        return profile;
    }

    /**
     * Takes tickets in: new ones are registered now, known ones follow what a newer file says. Each ticket is stored by
     * itself, so that an import which was broken off goes on when the file is given again.
     *
     * @param fileAt when the platform made the file; what came with a newer one stays
     */
    public Kept keep(List<UpstreamTicket> batch, Instant fileAt) {
        var added = arrivals.addUpstream(
                hotline.code(),
                batch.stream().map(this::arrival).toList(),
                after -> TicketWatch.nextLook(after, deadlines));
        var known = rows.known(
                hotline.code(), batch.stream().map(UpstreamTicket::number).toList());
        var changed = 0;
        for (var ticket : batch) {
            var before = known.get(ticket.number());
            if (before == null) {
                throw new IllegalStateException("upstream ticket " + ticket.number() + " was stored and is not there");
            }
            // A ticket that was stored while the rest of its row was not is as good as new.
            if (before.fileAt().map(at -> at.isBefore(fileAt)).orElse(true)) {
                var saysElse = before.said()
                        .filter(said -> !said.equals(ticket.said()))
                        .isPresent();
                var follows = saysElse && follow(before.number(), ticket);
                var isOtherwise = rows.update(hotline.code(), ticket, fileAt);
                changed += (follows || isOtherwise) && !added.contains(ticket.number()) ? 1 : 0;
            }
        }
        return new Kept(added.size(), changed, batch.size() - added.size() - changed);
    }

    /** What has not been sent back, the most pressing first. */
    public List<UpstreamReply> unsent() {
        return rows.unsent(hotline.code(), false, MOST_REPLIES);
    }

    /** As {@link #unsent()}, with what was sent before. */
    public List<UpstreamReply> all() {
        return rows.unsent(hotline.code(), true, MOST_REPLIES);
    }

    /** Notes that these replies were written into a file for the hotline above. */
    public void sent(List<UpstreamReply> replies) {
        rows.sent(hotline.code(), replies, now());
    }

    private PgTicketImports.Arrival arrival(UpstreamTicket ticket) {
        var now = now();
        var phone = ticket.requester().phone().flatMap(text -> TicketImports.phone(text, hotline));
        return new PgTicketImports.Arrival(
                ticket.number(),
                now.atZone(hotline.zone()).toLocalDate(),
                number -> List.of(new TicketEvent(
                        number,
                        1,
                        now,
                        PersonId.SYSTEM,
                        new TicketFact.Registered(
                                Channel.UPSTREAM, Optional.empty(), Optional.empty(), ticket.matter()))),
                new Requester(ticket.requester().name(), phone.map(Caller.Known::number)));
    }

    /** @return whether the ticket says something else now; what is over here stays as it ended */
    private boolean follow(TicketNumber number, UpstreamTicket newer) {
        for (int i = 0; i < TRIES; i++) {
            var ticket = tickets.find(hotline.code(), number).orElseThrow();
            // What it is sorted by is this office's: the upstream's file does not say it.
            var matter = newer.matter().in(ticket.matter().domain());
            if (!(ticket.state() instanceof TicketState.Open) || ticket.matter().equals(matter)) {
                return false;
            }
            var fact = List.<TicketFact>of(new TicketFact.Reclassified(matter, "上级平台更新"));
            var change = TicketChange.none(ticket).and(fact, now(), PersonId.SYSTEM);
            if (tickets.store(List.of(change), List.of(), after -> TicketWatch.nextLook(after, deadlines))
                    .isPresent()) {
                return true;
            }
        }
        throw Refused.conflict("ticket " + number + " is being changed just now: give the file again");
    }

    private static UpstreamProfile profile(Office office, Hotline hotline, Instant at) {
        try {
            var settings = office.profile(hotline.code(), at).settings();
            return UpstreamProfile.read(settings.section("ticketing").section("upstream"));
        } catch (Refused e) {
            throw new BadSettings(
                    "hotline " + hotline.code() + " has no profile: it says how the upstream's columns are called");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
