package org.hotline12345.bulletin.edition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.office.UnitCode;

/** What somebody wishes to be done with an edition. */
public sealed interface EditionCommand {
    /**
     * Shows the units their figures.
     *
     * @param days how long they may object in time
     * @param cutOff states, closings and ratings are taken as of it; now if none is given
     */
    record Show(int days, Optional<Instant> cutOff) implements EditionCommand {}

    /** A unit says that a figure of its own is wrong, or asks to leave a ticket out (剔除). */
    record ObjectTo(UnitCode unit, Objection.Matter matter, String words) implements EditionCommand {}

    record Answer(int objection, boolean accepted, String words) implements EditionCommand {}

    /**
     * Keeps facts and figures.
     *
     * @param unseenWhy why the units were not shown their figures, where they were not
     * @param findings what was found about the figures when they were counted
     */
    record Freeze(Optional<String> unseenWhy, List<Finding> findings) implements EditionCommand {
        public Freeze {
            findings = List.copyOf(findings);
        }
    }

    /**
     * An editor's reason to publish over a finding.
     *
     * @param finding its place in the list, from 0
     */
    record Explain(int finding, String words) implements EditionCommand {}

    record Check() implements EditionCommand {}

    /** @param leader the name of who signs, as it was when it was signed */
    record SignOff(String leader) implements EditionCommand {}

    record SendBack(String why) implements EditionCommand {}

    record AssignNumber(String documentNumber) implements EditionCommand {}

    record Publish() implements EditionCommand {}
}
