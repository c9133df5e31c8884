package org.hotline12345.office;

import java.util.Optional;
import java.util.Set;

/**
 * What a person may do at one hotline.
 *
 * @param role name of the role in {@code office.role}
 * @param unit the unit the person works for; empty for the office's own people
 * @param rights the role's rights at the time of sign-in
 */
public record Grant(HotlineCode hotline, String role, Optional<UnitCode> unit, Set<Right> rights) {
    public Grant {
        rights = Set.copyOf(rights);
    }
}
