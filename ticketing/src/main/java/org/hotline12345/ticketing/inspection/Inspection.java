package org.hotline12345.ticketing.inspection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.telephony.CallId;
import org.hotline12345.ticketing.InspectionProfile.Item;
import org.hotline12345.ticketing.TicketNumber;

/**
 * One reply or recorded talk whose quality is looked at.
 *
 * @param form as it was when it was drawn; later profiles do not change it
 */
public record Inspection(UUID id, HotlineCode hotline, Subject subject, List<Item> form, Instant drawnAt, State state) {
    /** What is looked at. */
    public sealed interface Subject {
        /** A unit's accepted reply. */
        record Reply(TicketNumber ticket, int assignment, UnitCode unit) implements Subject {}

        /** An agent's recorded talk. */
        record Talk(CallId call, PersonId agent) implements Subject {}

        default Kind kind() {
            return switch (this) {
                case Reply _ -> Kind.REPLY;
                case Talk _ -> Kind.TALK;
            };
        }
    }

    /** The stable word in rows and pages. */
    public enum Kind {
        REPLY,
        TALK
    }

    /** @param points one for each item of the form */
    public record Score(List<Integer> points, String remark, Instant at, PersonId by) {
        public Score {
            points = List.copyOf(points);
        }
    }

    /** 申诉, by the unit or the agent. */
    public record Objection(String why, Instant at, PersonId by) {}

    /** How far it is. */
    public sealed interface State {
        record Drawn() implements State {}

        record Scored(Score score) implements State {}

        record Objected(Score score, Objection objection) implements State {}

        /** @param standing the score that counts, changed or not; its remark says why */
        record Decided(Score score, Objection objection, Score standing) implements State {}

        default String word() {
            return switch (this) {
                case Drawn _ -> "DRAWN";
                case Scored _ -> "SCORED";
                case Objected _ -> "OBJECTED";
                case Decided _ -> "DECIDED";
            };
        }
    }

    public Inspection {
        form = List.copyOf(form);
    }
}
