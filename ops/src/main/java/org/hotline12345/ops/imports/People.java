package org.hotline12345.ops.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Staff;

/** The people of a hotline as files name them: by their login, or by a name that one of them alone has. */
final class People {
    private final Office office;
    private final List<Staff> staff;
    private final Map<String, Optional<PersonId>> found = new HashMap<>();

    People(Office office, HotlineCode hotline) {
        this.office = office;
        this.staff = office.staff(hotline);
    }

    /** @throws BadCell when it means nobody of the hotline, or several */
    PersonId named(Column<String> column, String name) {
        return found.computeIfAbsent(name, this::find)
                .orElseThrow(() -> new BadCell(
                        column,
                        "\"" + name
                                + "\" is nobody of this hotline, or several: give the login, or import users first"));
    }

    private Optional<PersonId> find(String name) {
        var byLogin = office.personOf(name)
                .filter(person -> staff.stream().anyMatch(one -> one.person().equals(person)));
        if (byLogin.isPresent()) {
            return byLogin;
        }
        var named = staff.stream()
                .filter(one -> one.name().equals(name))
                .map(Staff::person)
                .distinct()
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
