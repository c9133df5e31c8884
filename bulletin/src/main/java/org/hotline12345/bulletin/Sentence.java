package org.hotline12345.bulletin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words with places for figures: {@code 接通{calls.answered}通}. What stands in {@code [ ]} is left out when every figure
 * in it is nothing, so that no bulletin says "0 calls were interrupted".
 */
final class Sentence {
    private sealed interface Part {
        record Text(String text) implements Part {}

        record Slot(String name) implements Part {}

        record Clause(List<Part> parts) implements Part {}
    }

    private final List<Part> parts;

    private Sentence(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException for a name that is not known or a bracket without its partner */
    static Sentence parse(String text, Set<String> known) {
        var reader = new Reader(text, known);
        var parts = reader.parts(false);
        return new Sentence(parts);
    }

    List<Piece> fill(Map<String, List<Piece>> values) {
        var pieces = new ArrayList<Piece>();
        fill(parts, values, pieces);
        return List.copyOf(pieces);
    }

    private static void fill(List<Part> parts, Map<String, List<Piece>> values, List<Piece> pieces) {
        for (var part : parts) {
            switch (part) {
                case Part.Text(var text) -> pieces.add(new Piece.Words(text));
                case Part.Slot(var name) -> pieces.addAll(values.getOrDefault(name, List.of()));
                case Part.Clause(var inner) -> {
                    var clause = new ArrayList<Piece>();
                    fill(inner, values, clause);
                    if (clause.stream().anyMatch(Sentence::saysSomething)) {
                        pieces.addAll(clause);
                    }
                }
            }
        }
    }

    private static boolean saysSomething(Piece piece) {
        return piece instanceof Piece.Value(var figure) && !figure.isNothing();
    }

    private static final class Reader {
        private final String text;
        private final Set<String> known;
        private int at;

        Reader(String text, Set<String> known) {
            this.text = text;
            this.known = known;
        }

        List<Part> parts(boolean inClause) {
            var parts = new ArrayList<Part>();
            var words = new StringBuilder();
            while (at < text.length()) {
                var c = text.charAt(at++);
                switch (c) {
                    case '{' -> {
                        flush(words, parts);
                        parts.add(new Part.Slot(name()));
                    }
                    case '[' -> {
                        if (inClause) {
                            throw new IllegalArgumentException("a [ stands inside another [ ]");
                        }
                        flush(words, parts);
                        parts.add(new Part.Clause(parts(true)));
                    }
                    case ']' -> {
                        if (!inClause) {
                            throw new IllegalArgumentException("a ] has no [ before it");
                        }
                        flush(words, parts);
                        return List.copyOf(parts);
                    }
                    default -> words.append(c);
                }
            }
            if (inClause) {
                throw new IllegalArgumentException("a [ has no ] after it");
            }
            flush(words, parts);
            return List.copyOf(parts);
        }

        private String name() {
            var end = text.indexOf('}', at);
            if (end < 0) {
                throw new IllegalArgumentException("a { has no } after it");
            }
            var name = text.substring(at, end);
            if (!known.contains(name)) {
                throw new IllegalArgumentException("{" + name + "} is no known figure; known: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            at = end + 1;
            return name;
        }

        private static void flush(StringBuilder words, List<Part> parts) {
            if (!words.isEmpty()) {
                parts.add(new Part.Text(words.toString()));
                words.setLength(0);
            }
        }
    }
}
