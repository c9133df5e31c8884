package org.hotline12345.office;

import java.util.Optional;
import java.util.Set;

/**
 * A person as one who works at a hotline.
 *
 * @param unit the unit that the person works for; empty for the office's own people
 * @param rights what the person may do there
 */
public record Staff(PersonId person, String name, Optional<UnitCode> unit, Set<Right> rights) {
    public Staff {
        rights = Set.copyOf(rights);
    }
}
