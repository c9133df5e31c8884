package org.hotline12345.ticketing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/** The words of a hotline's sheets: section {@code ticketing.sheets} of the profile. */
public record SheetProfile(Map<SheetKind, Words> sheets) {
    /** @param text one paragraph each; what stands in braces is filled in, see {@link SheetSlot} */
    public record Words(String title, List<String> text) {
        public Words {
            text = List.copyOf(text);
        }
    }

    private static final Pattern SLOT = Pattern.compile("\\{([^{}]*)\\}");

    public SheetProfile {
        sheets = Map.copyOf(sheets);
    }

    /** @param ticketing the profile's section {@code ticketing}; problems are noted in it and come out at its check */
    public static SheetProfile read(Settings ticketing) {
        var section = ticketing.section("sheets");
        var sheets = new EnumMap<SheetKind, Words>(SheetKind.class);
        for (var kind : SheetKind.values()) {
            var given = section.section(kind.word());
            var text = given.words("text", kind.text());
            for (var paragraph : text) {
                SLOT.matcher(paragraph)
                        .results()
                        .map(found -> found.group(1))
                        .filter(word -> SheetSlot.of(word).isEmpty())
                        .forEach(word ->
                                given.problem("text", "names {" + word + "}, which is none of " + SheetSlot.words()));
            }
            sheets.put(kind, new Words(given.text("title", kind.title()), text));
        }
        return new SheetProfile(sheets);
    }

    Words of(SheetKind kind) {
        return Objects.requireNonNull(sheets.get(kind));
    }

    /** The paragraph with what its slots stand for. */
    static String filled(String paragraph, Map<SheetSlot, String> values) {
        return SLOT.matcher(paragraph)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        SheetSlot.of(found.group(1)).map(values::get).orElse(found.group())));
    }
}
