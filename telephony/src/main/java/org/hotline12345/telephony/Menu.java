package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * One menu of the telephone: a text, and where each key leads.
 *
 * @param tries how often the text is said when no key of the menu comes
 * @param patience how long a key is awaited after the text
 * @param otherwise where a caller goes who presses nothing that the menu has; never another menu, so that nobody walks in
 *     a circle without touching a key
 */
record Menu(
        String name,
        String text,
        Map<Character, Destination> keys,
        int tries,
        Duration patience,
        Destination otherwise) {
    static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    static final String NAME_IN_WORDS = "1 to 32 of a-z, 0-9 and '-'";
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,500}");
    private static final Pattern KEY = Pattern.compile("[0-9*#]");
    private static final int MAX_MENUS = 30;

    Menu {
        keys = Map.copyOf(keys);
    }

    /** A way from a menu's key to a menu, and the place in the file where it is said. */
    private record Link(Settings place, String menu) {}

    /** The menus of a profile; what leads nowhere is noted with its line. */
    static Map<String, Menu> readAll(Settings settings) {
        var menus = new LinkedHashMap<String, Menu>();
        var links = new ArrayList<Link>();
        for (var section : settings.list("menus")) {
            var menu = read(section, links);
            if (menus.put(menu.name, menu) != null) {
                section.problem("name", "there is another menu of this name");
            }
        }
        if (menus.size() > MAX_MENUS) {
            settings.problem("menus", "has more than " + MAX_MENUS + " menus");
        }
        for (var link : links) {
            if (!menus.containsKey(link.menu)) {
                link.place.problem("to", "leads nowhere: there is no menu of this name");
            }
        }
        return menus;
    }

    private static Menu read(Settings section, List<Link> links) {
        var name = section.required("name", NAME, NAME_IN_WORDS);
        var text = section.required("text", TEXT, "a text of 1 to 500 characters");
        var keys = new LinkedHashMap<Character, Destination>();
        for (var option : section.list("keys")) {
            var key = option.required("key", KEY, "one of 0 to 9, * and #, in quotation marks");
            if (!option.has("to")) {
                option.problem("to", "is missing: the key leads nowhere; " + Destination.FORMS);
            }
            var to = readDestination(option, "to", new Destination.Agent());
            if (to instanceof Destination.ToMenu menu) {
                links.add(new Link(option, menu.name()));
            }
            if (!key.isEmpty() && keys.put(key.charAt(0), to) != null) {
                option.problem("key", "leads to two places");
            }
        }
        if (keys.isEmpty()) {
            section.problem("keys", "a menu without keys leads nowhere: give it keys, or leave the menu out");
        }
        var otherwise = readDestination(section, "otherwise", new Destination.Agent());
        if (otherwise instanceof Destination.ToMenu) {
            section.problem("otherwise", "must not be a menu: a caller who presses nothing would walk in a circle");
        }
        return new Menu(
                name,
                text,
                keys,
                section.number("tries", 2, 1, 5),
                section.duration("patience", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30)),
                otherwise);
    }

    static Destination readDestination(Settings section, String key, Destination otherwise) {
        var text = section.text(key, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        return Destination.parse(text).orElseGet(() -> {
            section.problem(key, Destination.FORMS);
            return otherwise;
        });
    }

    /** A menu that some other place of the profile names. */
    static Optional<String> readName(Settings section, String key, Map<String, Menu> menus) {
        var name = section.text(key, "", NAME, NAME_IN_WORDS);
        if (!name.isEmpty() && !menus.containsKey(name)) {
            section.problem(
                    key,
                    "leads nowhere: there is no menu of this name; there are "
                            + (menus.isEmpty() ? "none" : String.join(", ", List.copyOf(menus.keySet()))));
            return Optional.empty();
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
