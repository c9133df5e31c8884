package org.hotline12345.office;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A unit as a list of units has it.
 *
 * @param since since when it has this name and group, where they are new to us; empty for today
 * @param aliases what else it is called, such as 住管局 for 住建管理局
 */
public record UnitEntry(Unit unit, Optional<LocalDate> since, List<String> aliases) {
    public UnitEntry {
        aliases = List.copyOf(aliases);
    }

    String name() {
        return unit.name();
    }

    String group() {
        return unit.group();
    }
}
