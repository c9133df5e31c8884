package org.hotline12345.ops.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Right;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Rights;

/**
 * People and what they are at the hotline: by their login.
 *
 * @param units by every name that they have
 * @param roles what each role may do
 */
record UserKind(
        Office office,
        HotlineCode hotline,
        Map<String, UnitCode> units,
        Map<String, Set<Right>> roles,
        PasswordFile passwords)
        implements Kind<UserKind.User> {
    record User(String login, String name, String role, Optional<UnitCode> unit) {}

    private static final Pattern LOGIN_SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{1,31}");
    private static final Column<String> LOGIN =
            Column.needed("登录名", List.of("账号", "login"), "zhang.san", "2 到 32 个小写字母、数字或 . _ -", UserKind::login);
    private static final Column<String> NAME = Column.needed("姓名", List.of("name"), "张三", "别人看到的名字", Parse.line(50));
    private static final Column<String> ROLE = Column.needed(
            "角色",
            List.of("role"),
            "unit-clerk",
            "agent、shift-leader、dispatcher、reviewer、unit-clerk、unit-leader、editor、administrator 等",
            Parse.line(50));
    private static final Column<String> UNIT =
            Column.optional("单位", List.of("承办单位", "unit"), "县住建管理局", "承办单位人员所在单位的编码、名称或别名；热线办人员不填", Parse.line(100));
    static final List<Column<?>> COLUMNS = List.of(LOGIN, NAME, ROLE, UNIT);

    static UserKind open(Office office, HotlineCode hotline, PasswordFile passwords) {
        return new UserKind(office, hotline, office.lists().unitsByName(hotline), office.roles(), passwords);
    }

    @Override
    public List<Column<?>> columns() {
        return COLUMNS;
    }

    @Override
    public User row(Cells cells) {
        var login = cells.need(LOGIN);
        var role = cells.need(ROLE);
        var rights = roles.get(role);
        if (rights == null) {
            throw new BadCell(
                    ROLE,
                    "\"" + role + "\" is none of "
                            + String.join(", ", roles.keySet().stream().sorted().toList()));
        }
        var unit = cells.get(UNIT).map(name -> {
            var code = units.get(name);
            if (code == null) {
                throw new BadCell(UNIT, "\"" + name + "\" is no unit: import units first, with this name as an alias");
            }
            return code;
        });
        if (unit.isPresent() != rights.contains(Rights.HANDLE)) {
            throw new BadCell(
                    UNIT, unit.isPresent() ? "role " + role + " works for no unit" : "role " + role + " needs a unit");
        }
        var name = cells.need(NAME);
        // A login is one person's in the whole installation: a list must not hand somebody's account to a namesake.
        office.personOf(login)
                .map(office::nameOf)
                .filter(other -> !other.equals(name))
                .ifPresent(_ -> {
                    throw new BadCell(LOGIN, "\"" + login + "\" is the login of somebody of another name already");
                });
        return new User(login, name, role, unit);
    }

    @Override
    public String key(User row) {
        return row.login();
    }

    /** One by one: a password that is written down and a person without rights are mended by the same file again. */
    @Override
    public Stored store(List<User> batch) {
        var stored = Stored.NOTHING;
        for (var user : batch) {
            stored = stored.and(store(user));
        }
        return stored;
    }

    private Stored store(User user) {
        var known = office.personOf(user.login());
        var person = known.orElseGet(() -> new PersonId(UUID.randomUUID()));
        if (known.isEmpty()) {
            passwords.note(user.login(), office.addPerson(person, user.login(), user.name()));
        }
        var isGranted = office.grants(person).stream()
                .anyMatch(grant -> grant.hotline().equals(hotline)
                        && grant.role().equals(user.role())
                        && grant.unit().equals(user.unit()));
        if (!isGranted) {
            office.grant(person, hotline, user.role(), user.unit());
            office.audit(PersonId.SYSTEM, hotline, "office.add-person", person.toString());
        }
        return known.isEmpty() ? new Stored(1, 0, 0) : isGranted ? new Stored(0, 0, 1) : new Stored(0, 1, 0);
    }

    private static String login(String text) {
        if (!LOGIN_SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not 2 to 32 of a-z, 0-9, '.', '_' and '-'");
        }
        return text;
    }
}
