package org.hotline12345.ticketing.duty;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.PersonId;

/** How far a call of duty has climbed, in order. */
public enum DutyStep {
    /** A角 */
    A,
    /** B角 */
    B,
    /** Whoever leads the unit, or the office. */
    LEADER,
    /** The office, when a unit does not answer. */
    OFFICE;

    /** Who can be called now, step by step. */
    record Ladder(Optional<PersonId> a, Optional<PersonId> b, List<PersonId> leaders, List<PersonId> office) {
        List<PersonId> at(DutyStep step) {
            return switch (step) {
                case A -> a.stream().toList();
                case B -> b.stream().toList();
                case LEADER -> leaders;
                case OFFICE -> office;
            };
        }
    }

    /** A step, and who is called at it. */
    record Climb(DutyStep step, List<PersonId> people) {}

    /**
     * The next step at which there is anybody.
     *
     * @param now the step it has reached; empty at the beginning
     * @return empty at the top
     */
    static Optional<Climb> next(Optional<DutyStep> now, Ladder ladder) {
        return Arrays.stream(values())
                .filter(step -> now.map(reached -> step.compareTo(reached) > 0).orElse(true))
                .map(step -> new Climb(step, ladder.at(step)))
                .filter(climb -> !climb.people().isEmpty())
                .findFirst();
    }
}
