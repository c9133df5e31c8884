package org.hotline12345.ticketing.open311;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Open311 answers, in its two spellings. Lists are named in XML and nameless in JSON (the Spark convention); what is
 * absent is an empty element in XML and null in JSON.
 */
sealed interface Element {
    record Text(Optional<String> value) implements Element {}

    record Whole(int value) implements Element {}

    record Degrees(Optional<BigDecimal> value) implements Element {}

    record Flag(boolean value) implements Element {}

    /** Fields in their order. */
    record Fields(Map<String, Element> of) implements Element {}

    /** @param each the name of each in XML */
    record Several(String each, List<? extends Element> of) implements Element {}

    /** The value that JSON has for it. */
    static @Nullable Object json(Element element) {
        return switch (element) {
            case Text(var value) -> value.orElse(null);
            case Whole(var value) -> value;
            case Degrees(var value) -> value.orElse(null);
            case Flag(var value) -> value;
            case Fields(var fields) -> {
                var object = new JsonObject();
                fields.forEach((name, field) -> object.put(name, json(field)));
                yield object;
            }
            case Several(var _, var elements) -> {
                var array = new JsonArray();
                elements.forEach(one -> array.add(json(one)));
                yield array;
            }
        };
    }

    /** @param root the name of the whole document */
    static String xml(String root, Element element) {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write(text, root, element);
        return text.append('\n').toString();
    }

    private static void write(StringBuilder text, String name, Element element) {
        text.append('<').append(name).append('>');
        switch (element) {
            case Text(var value) -> value.ifPresent(given -> escape(text, given));
            case Whole(var value) -> text.append(value);
            case Degrees(var value) -> value.ifPresent(given -> text.append(given.toPlainString()));
            case Flag(var value) -> text.append(value);
            case Fields(var fields) -> fields.forEach((key, field) -> write(text, key, field));
            case Several(var each, var elements) -> elements.forEach(one -> write(text, each, one));
        }
        text.append("</").append(name).append('>');
    }

    /** Also what XML 1.0 cannot say at all becomes a sign that stands for it. */
    private static void escape(StringBuilder text, String given) {
        given.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(isAllowed(c) ? c : 0xfffd);
            }
        });
    }

    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
