package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of rights, {@code rights.txt}; how it is written stands at its head. */
public record RightsTable(List<Line> lines) {
    private static final Pattern GROUP = Pattern.compile("([A-Z]+): (.+)");
    private static final Pattern THING = Pattern.compile(":[a-z]+=([a-z-]+)");
    private static final Pattern NAME = Pattern.compile("\\$([a-z-]+)");
    private static final Pattern BODY = Pattern.compile(" ([{\"].*)$");

    /** Who is asked for more than a role. */
    public enum Kind {
        ROLES,
        PUBLIC,
        CLIENT,
        KEY,
        FRAME
    }

    /**
     * One address.
     *
     * @param mounted the method and the address as the program mounts it
     * @param template the address with the names of things
     * @param may roles that are not refused
     * @param late roles that are refused after the body was read
     * @param self whether it is about who asks, and no hotline
     * @param body with the names of things; JSON, but for files
     */
    public record Line(
            String text,
            String method,
            String mounted,
            String template,
            Kind kind,
            Set<String> may,
            Set<String> late,
            boolean self,
            Optional<String> body) {
        /** The address to ask, about the hotline unless it is about none. */
        public String address(UnaryOperator<String> things, String hotline) {
            var address = filled(THING, template, things, "");
            address = filled(NAME, address, things, "");
            if (kind != Kind.ROLES || self) {
                return address;
            }
            return address + (address.contains("?") ? "&" : "?") + "hotline=" + hotline;
        }

        public Optional<String> body(UnaryOperator<String> things) {
            return body.map(text -> filled(NAME, text, things, ""));
        }

        /** Names of the things in the address. */
        public List<String> things() {
            return THING.matcher(template)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        public boolean hasJson() {
            return body.filter(text -> text.startsWith("{")).isPresent();
        }

        private static String filled(Pattern pattern, String text, UnaryOperator<String> things, String before) {
            return pattern.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(before + things.apply(found.group(1))));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public RightsTable {
        lines = List.copyOf(lines);
    }

    public static RightsTable read() {
        try (var resource = RightsTable.class.getResourceAsStream("/rights.txt")) {
            if (resource == null) {
                throw new IllegalStateException("rights.txt is missing");
            }
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RightsTable parse(String text) {
        var groups = new HashMap<String, List<String>>();
        var lines = new ArrayList<Line>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            var group = GROUP.matcher(line);
            if (group.matches()) {
                groups.put(group.group(1), roles(words(group.group(2)), groups));
            } else {
                lines.add(line(line, groups));
            }
        });
        return new RightsTable(lines);
    }

    private static Line line(String text, Map<String, List<String>> groups) {
        var body = BODY.matcher(text);
        var given = body.find() ? Optional.of(body.group(1)) : Optional.<String>empty();
        var words = new ArrayList<>(words(given.isEmpty() ? text : text.substring(0, body.start())));
        var method = words.removeFirst();
        var address = words.removeFirst();
        var concrete = words.stream().filter(word -> word.startsWith("@")).findFirst();
        concrete.ifPresent(words::remove);
        var self = words.remove("SELF");
        var kind = Arrays.stream(Kind.values())
                .filter(known -> words.remove(known.name()))
                .findFirst()
                .orElse(Kind.ROLES);
        var late = words.stream()
                .filter(word -> word.startsWith("~"))
                .map(word -> word.substring(1))
                .toList();
        words.removeIf(word -> word.startsWith("~"));
        var mounted =
                concrete.isPresent() ? address : address.replaceAll("\\?.*", "").replaceAll("(:[a-z]+)=[a-z-]+", "$1");
        return new Line(
                text,
                method,
                method + " " + mounted,
                concrete.map(one -> one.substring(1)).orElse(address),
                kind,
                new LinkedHashSet<>(roles(words, groups)),
                new LinkedHashSet<>(roles(late, groups)),
                self,
                given);
    }

    private static List<String> roles(List<String> words, Map<String, List<String>> groups) {
        return words.stream()
                .flatMap(word -> groups.containsKey(word) ? groups.get(word).stream() : Stream.of(word))
                .toList();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" +"));
    }
}
