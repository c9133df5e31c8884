package org.hotline12345.telephony;

import java.util.ArrayList;
import java.util.List;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of Asterisk's queues, which come and go by our word alone. */
final class QueueMembers {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMembers.class);
    /** Asterisk's device state of a seat that it does not know. */
    private static final String INVALID = "4";

    /**
     * A member of a queue.
     *
     * @param name the person's id, so that the events of the queue name the person
     * @param paused whether Asterisk lets no caller ring there
     */
    record Member(QueueName queue, Seat seat, String name, int penalty, boolean paused) {
        Member regardlessOfPause() {
            return new Member(queue, seat, name, penalty, false);
        }

        boolean isSamePerson(Member other) {
            return queue.equals(other.queue) && seat.equals(other.seat) && name.equals(other.name);
        }
    }

    /** @param state the device's, as Asterisk numbers them */
    record Listed(Member member, String state) {}

    private QueueMembers() {}

    static List<Listed> list(AmiLink link) {
        var members = new ArrayList<Listed>();
        for (var event : link.ask(AmiAction.of("QueueStatus")).events()) {
            if (event.event().equals("QueueMember") && event.get("Location").matches("PJSIP/[A-Za-z0-9_-]{1,32}")) {
                var member = new Member(
                        new QueueName(event.get("Queue")),
                        new Seat(event.get("Location").substring("PJSIP/".length())),
                        event.get("Name"),
                        number(event.get("Penalty")),
                        event.get("Paused").equals("1"));
                members.add(new Listed(member, event.get("Status")));
            }
        }
        return members;
    }

    /**
     * Takes the seat into the queue, as it is to be there, whatever it was before.
     *
     * @throws Refused when Asterisk knows no such queue or seat
     */
    static void put(AmiLink link, Member wanted, List<Listed> there) {
        var present = there.stream()
                .map(Listed::member)
                .filter(member ->
                        member.queue().equals(wanted.queue()) && member.seat().equals(wanted.seat()))
                .findFirst();
        if (present.filter(wanted::equals).isPresent()) {
            return;
        }
        if (present.filter(wanted::isSamePerson).isPresent()) {
            change(link, present.get(), wanted);
            return;
        }
        // A seat that is in the queue under another name is taken out first: the name says who answered.
        present.ifPresent(member -> remove(link, member));
        var reply = link.ask(AmiAction.of("QueueAdd")
                .with("Queue", wanted.queue().value())
                .with("Interface", device(wanted.seat()))
                .with("MemberName", wanted.name())
                .with("Penalty", Integer.toString(wanted.penalty()))
                .with("Paused", Boolean.toString(wanted.paused())));
        if (!reply.isSuccess()) {
            throw Refused.conflict("the telephone exchange does not take seat " + wanted.seat() + " into queue "
                    + wanted.queue() + ": " + reply.message());
        }
        if (state(link, wanted).equals(INVALID)) {
            remove(link, wanted);
            throw Refused.invalid("there is no seat " + wanted.seat());
        }
    }

    static void remove(AmiLink link, Member member) {
        var reply = link.ask(AmiAction.of("QueueRemove")
                .with("Queue", member.queue().value())
                .with("Interface", device(member.seat())));
        if (!reply.isSuccess()) {
            LOG.warn("seat {} could not be taken out of queue {}: {}", member.seat(), member.queue(), reply.message());
        }
    }

    /**
     * Lets callers ring at the seat, or none, in all queues it is in.
     *
     * @param why one word for the exchange's own lists
     */
    static AmiReply pause(AmiLink link, Seat seat, boolean paused, String why) {
        return link.ask(AmiAction.of("QueuePause")
                .with("Interface", device(seat))
                .with("Paused", Boolean.toString(paused))
                .with("Reason", why));
    }

    /** The device's state of a member; unknown (0) when it is not in the queue. */
    static String state(AmiLink link, Member member) {
        return link
                .ask(AmiAction.of("QueueStatus")
                        .with("Queue", member.queue().value())
                        .with("Member", device(member.seat())))
                .events()
                .stream()
                .filter(event -> event.event().equals("QueueMember"))
                .map(event -> event.get("Status"))
                .findFirst()
                .orElse("0");
    }

    private static void change(AmiLink link, Member present, Member wanted) {
        if (present.penalty() != wanted.penalty()) {
            link.ask(AmiAction.of("QueuePenalty")
                    .with("Interface", device(wanted.seat()))
                    .with("Penalty", Integer.toString(wanted.penalty()))
                    .with("Queue", wanted.queue().value()));
        }
        if (present.paused() != wanted.paused()) {
            link.ask(AmiAction.of("QueuePause")
                    .with("Queue", wanted.queue().value())
                    .with("Interface", device(wanted.seat()))
                    .with("Paused", Boolean.toString(wanted.paused())));
        }
    }

    static String device(Seat seat) {
        return "PJSIP/" + seat;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}
