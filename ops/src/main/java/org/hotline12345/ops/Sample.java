package org.hotline12345.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12345.office.Domain;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;

/** The hotline that a fresh installation has, so that a newcomer can dial it: 样例县, its units and its people. */
public final class Sample {
    /** The sample's hotline. */
    public static final HotlineCode HOTLINE = new HotlineCode("sample");

    /** Who can sign in, with the password that is shown once. */
    public record Login(String title, String login, String oneTimePassword) {}

    private record Post(String login, String name, String role, Optional<UnitCode> unit, String title) {}

    private static final List<Post> POSTS = List.of(
            post("admin", "管理员", "administrator"),
            post("agent1", "王话务", "agent"),
            post("agent2", "李话务", "agent"),
            post("leader", "赵班长", "shift-leader"),
            post("dispatcher", "钱派单", "dispatcher"),
            post("reviewer", "孙审核", "reviewer"),
            post("editor", "周编辑", "editor"),
            post("chief", "吴主任", "office-leader"),
            clerk("water", "县供水公司"),
            clerk("housing", "县住建局"),
            clerk("police", "县公安局"),
            clerk("east-town", "东关镇"),
            clerk("west-town", "西河镇"));

    private static final List<Domain> DOMAINS = List.of(
            domain("01", "城乡建设", ""),
            domain("01.1", "供水", "01"),
            domain("01.2", "路灯", "01"),
            domain("01.3", "物业", "01"),
            domain("02", "公共安全", ""),
            domain("02.1", "噪声", "02"),
            domain("03", "教育", ""),
            domain("04", "社会保障", ""));

    private Sample() {}

    /**
     * Makes the sample where there is no hotline yet, or goes on where an earlier start was broken off; an office of its
     * own is left alone.
     *
     * @param keep is given each login as soon as it is made: its password is stored nowhere else
     */
    public static List<Login> addUnlessThere(Office office, Clock clock, ZoneId zone, Consumer<Login> keep) {
        var hotlines = office.hotlines();
        var isBegun = hotlines.size() == 1 && hotlines.getFirst().code().equals(HOTLINE);
        var isWhole =
                POSTS.stream().allMatch(post -> office.personOf(post.login()).isPresent());
        if (!hotlines.isEmpty() && (!isBegun || isWhole)) {
            return List.of();
        }
        if (!isBegun) {
            office.addHotline(new Hotline(HOTLINE, "样例县12345政务服务便民热线", "12345", "0370", zone));
        }
        office.addUnit(unit("water", "县供水公司", "县直单位"));
        office.addUnit(unit("housing", "县住建局", "县直单位"));
        office.addUnit(unit("police", "县公安局", "县直单位"));
        office.addUnit(unit("east-town", "东关镇", "乡镇街道"));
        office.addUnit(unit("west-town", "西河镇", "乡镇街道"));
        office.lists().keepDomains(HOTLINE, DOMAINS);
        office.addProfile(HOTLINE, profile(), clock.instant(), PersonId.SYSTEM);
        var logins = new ArrayList<Login>();
        for (var post : POSTS) {
            var known = office.personOf(post.login());
            var person = known.orElseGet(() -> new PersonId(UUID.randomUUID()));
            var password = known.isPresent()
                    ? office.resetPassword(person)
                    : office.addPerson(person, post.login(), post.name());
            office.grant(person, HOTLINE, post.role(), post.unit());
            var login = new Login(post.title(), post.login(), password);
            keep.accept(login);
            logins.add(login);
        }
        return logins;
    }

    /** The sample's profile, a file to start one's own from. */
    public static String profile() {
        try (var resource = Sample.class.getResourceAsStream("/sample-profile.yaml")) {
            if (resource == null) {
                throw new IllegalStateException("sample-profile.yaml is missing in the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Domain domain(String code, String name, String parent) {
        return new Domain(HOTLINE, code, name, Optional.of(parent).filter(one -> !one.isEmpty()));
    }

    private static Unit unit(String code, String name, String group) {
        return new Unit(HOTLINE, new UnitCode(code), name, group);
    }

    private static Post post(String login, String name, String role) {
        return new Post(login, name, role, Optional.empty(), name);
    }

    private static Post clerk(String unit, String unitName) {
        return new Post(unit, unitName + "经办人", "unit-clerk", Optional.of(new UnitCode(unit)), unitName);
    }
}
