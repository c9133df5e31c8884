package org.hotline12345.ticketing;

/** 申请: what a unit asks the office for while it works on a ticket; the office grants or declines it. */
public sealed interface Application {
    /** The stable word for an application in rows, addresses and pages. */
    enum Kind {
        EXTENSION,
        SUSPENSION,
        EXCLUSION,
        APPEAL;

        /** Whether it can still be asked for, and decided, when the work is over. */
        boolean concernsThePast() {
            return switch (this) {
                case EXCLUSION, APPEAL -> true;
                case EXTENSION, SUSPENSION -> false;
            };
        }
    }

    /** 延期: so many working days more. */
    record Extension(int workingDays) implements Application {
        public Extension {
            if (workingDays < 1 || workingDays > 366) {
                throw new IllegalArgumentException("\"workingDays\" must be 1 to 366");
            }
        }
    }

    /** 挂起: all clocks of the ticket stand still until the office resumes it. */
    record Suspension() implements Application {}

    /**
     * 剔除: the ticket shall not count in assessments, such as an unreasonable request.
     *
     * @param evidence what shows it, in words
     */
    record Exclusion(String evidence) implements Application {
        public Exclusion {
            evidence = Texts.prose("evidence", evidence);
        }
    }

    /** 申诉: a card shall be withdrawn. */
    record Appeal(Card card) implements Application {}

    default Kind kind() {
        return switch (this) {
            case Extension _ -> Kind.EXTENSION;
            case Suspension _ -> Kind.SUSPENSION;
            case Exclusion _ -> Kind.EXCLUSION;
            case Appeal _ -> Kind.APPEAL;
        };
    }
}
