package org.hotline12345.ticketing;

import java.time.Instant;
import java.util.List;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Settings;

/**
 * The forms by which quality is scored: section {@code ticketing.inspection} of the profile. The defaults are assumptions that an
 * office replaces.
 */
public record InspectionProfile(List<Item> reply, List<Item> talk) {
    /** @param points that it can earn */
    public record Item(String name, int points) {}

    private static final int MOST_POINTS = 1_000;

    public InspectionProfile {
        reply = List.copyOf(reply);
        talk = List.copyOf(talk);
    }

    /** @param ticketing the profile's section {@code ticketing}; problems are noted in it and come out at its check */
    public static InspectionProfile read(Settings ticketing) {
        var section = ticketing.section("inspection");
        return new InspectionProfile(
                items(
                        section,
                        "reply",
                        List.of(
                                new Item("回应全部诉求", 40),
                                new Item("措施具体、时限明确", 30),
                                new Item("联系诉求人属实", 20),
                                new Item("文字规范", 10))),
                items(section, "talk", List.of(new Item("用语规范", 30), new Item("诉求听清、记全", 40), new Item("政策解答准确", 30))));
    }

    /** That of the profile in force; the defaults where the hotline has no profile yet. */
    public static InspectionProfile of(Office office, HotlineCode hotline, Instant at) {
        return read(office.profileOrDefaults(hotline, at).settings().section("ticketing"));
    }

    private static List<Item> items(Settings section, String key, List<Item> otherwise) {
        var given = section.list(key).stream()
                .map(item -> new Item(item.text("item", ""), item.number("points", 1, 1, MOST_POINTS)))
                .toList();
        if (given.stream().anyMatch(item -> item.name().isBlank())) {
            section.problem(key, "each element has an item and its points ({item: 文字规范, points: 10})");
        }
        return given.isEmpty() ? otherwise : given;
    }
}
