package org.hotline12345.office;

import java.util.List;

/**
 * A unit as a list of units has it.
 *
 * @param aliases what else it is called, such as 住管局 for 住建管理局
 */
public record UnitEntry(Unit unit, List<String> aliases) {
    public UnitEntry {
        aliases = List.copyOf(aliases);
    }
}
