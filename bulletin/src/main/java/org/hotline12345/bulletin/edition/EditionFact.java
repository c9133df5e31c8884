package org.hotline12345.bulletin.edition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;

/** What happened to an edition. */
public sealed interface EditionFact {
    Instant at();

    PersonId by();

    /** @param correctsWhy why the version before is corrected; empty for a first version */
    record Opened(Instant at, PersonId by, Optional<String> correctsWhy) implements EditionFact {}

    record Shown(Instant at, PersonId by, Instant cutOff, Instant until) implements EditionFact {}

    record Objected(
            Instant at, PersonId by, int objection, UnitCode unit, Objection.Matter matter, String words, boolean late)
            implements EditionFact {}

    record Answered(Instant at, PersonId by, int objection, boolean accepted, String words) implements EditionFact {}

    record Frozen(Instant at, PersonId by, Instant cutOff, Optional<String> unseenWhy, List<Finding> findings)
            implements EditionFact {
        public Frozen {
            findings = List.copyOf(findings);
        }
    }

    record Explained(Instant at, PersonId by, int finding, String words) implements EditionFact {}

    record Checked(Instant at, PersonId by) implements EditionFact {}

    record SignedOff(Instant at, PersonId by, String leader) implements EditionFact {}

    record SentBack(Instant at, PersonId by, String why) implements EditionFact {}

    record Numbered(Instant at, PersonId by, String documentNumber) implements EditionFact {}

    record Published(Instant at, PersonId by) implements EditionFact {}
}
