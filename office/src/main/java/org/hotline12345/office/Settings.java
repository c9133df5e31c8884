package org.hotline12345.office;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A part of a settings document (the start configuration or a hotline profile) that knows its place in the file.
 *
 * <p>Reading is checking: each accessor takes a default and what is allowed; a wrong value is noted with file, line, key,
 * value and what is allowed, and the default goes on, so that {@link #check()} can name all problems at once. A key that
 * nobody read is unknown, and a problem too.
 */
public final class Settings {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h|d)");

    private final String source;
    private final String path;
    private final @Nullable MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, String> overrides;
    private final Map<String, Settings> sections = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<String> problems;

    private Settings(
            String source,
            String path,
            @Nullable MappingNode node,
            Map<String, String> overrides,
            List<String> problems) {
        this.source = source;
        this.path = path;
        this.node = node;
        this.overrides = overrides;
        this.problems = problems;
        if (node != null) {
            for (var pair : node.getValue()) {
                if (pair.getKeyNode() instanceof ScalarNode key) {
                    if (values.put(key.getValue(), pair.getValueNode()) != null) {
                        problems.add(place(key) + full(key.getValue()) + " is given twice");
                    }
                } else {
                    problems.add(place(pair.getKeyNode()) + "a key must be a plain word");
                }
            }
        }
    }

    /**
     * @param overrides full keys ({@code web.port}) whose text stands above the file, as the command line gives them
     * @throws BadSettings when the file cannot be read as YAML
     */
    public static Settings read(Path file, Map<String, String> overrides) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new BadSettings(file + " is larger than 1 MiB; settings are not");
            }
            return parse(file.toString(), Files.readString(file), overrides);
        } catch (MalformedInputException e) {
            throw new BadSettings(file + " is not UTF-8 text: save it as UTF-8");
        } catch (CharacterCodingException e) {
            throw new BadSettings(file + " is not UTF-8 text: save it as UTF-8");
        } catch (IOException e) {
            throw new BadSettings(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "): check path and permissions");
        }
    }

    /** @throws BadSettings when the text is not YAML with keys and values */
    public static Settings parse(String source, String text, Map<String, String> overrides) {
        Optional<Node> root;
        try {
            var limits = LoadSettings.builder()
                    .setLabel(source)
                    .setCodePointLimit(MAX_BYTES)
                    .setMaxAliasesForCollections(50)
                    .build();
            root = new Compose(limits).composeString(text);
        } catch (YamlEngineException e) {
            throw new BadSettings(source + " is not readable as YAML: " + e.getMessage());
        }
        var node = root.orElse(null);
        if (node != null && !(node instanceof MappingNode)) {
            throw new BadSettings(source + " must hold keys and values (key: value)");
        }
        return new Settings(source, "", (MappingNode) node, overrides, Collections.synchronizedList(new ArrayList<>()));
    }

    public Settings section(String key) {
        known.add(key);
        return sections.computeIfAbsent(key, k -> {
            var value = values.get(key);
            if (value != null && !(value instanceof MappingNode) && !isNull(value)) {
                problem(key, "must be a section with keys of its own");
            }
            return new Settings(
                    source, full(key), value instanceof MappingNode mapping ? mapping : null, overrides, problems);
        });
    }

    /** The sections of a list, such as the menu's entries; empty when the key is absent. */
    public List<Settings> list(String key) {
        known.add(key);
        var value = values.get(key);
        if (value == null || isNull(value)) {
            return List.of();
        }
        var found = new ArrayList<Settings>();
        if (value instanceof SequenceNode sequence) {
            for (var element : sequence.getValue()) {
                if (element instanceof MappingNode mapping) {
                    var section =
                            new Settings(source, full(key) + "[" + found.size() + "]", mapping, overrides, problems);
                    sections.put(key + "[" + found.size() + "]", section);
                    found.add(section);
                } else {
                    problems.add(place(element) + full(key) + ": each element must be a section with keys");
                }
            }
        } else {
            problem(key, "must be a list (- key: value)");
        }
        return List.copyOf(found);
    }

    /** A list of plain words; the default when the key is absent. */
    public List<String> words(String key, List<String> otherwise) {
        known.add(key);
        var value = values.get(key);
        var override = overrides.get(full(key));
        if (override != null) {
            return override.isBlank() ? List.of() : List.of(override.split(",", -1));
        }
        if (value == null) {
            return otherwise;
        }
        if (value instanceof SequenceNode sequence
                && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            return sequence.getValue().stream()
                    .map(element -> ((ScalarNode) element).getValue())
                    .toList();
        }
        problem(key, "must be a list of words ([a, b])");
        return otherwise;
    }

    /** The keys that stand in this section, in the order of the file. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    public boolean has(String key) {
        return raw(key) != null;
    }

    public String text(String key, String otherwise, Pattern allowed, String allowedInWords) {
        return value(
                key, otherwise, allowedInWords, text -> allowed.matcher(text).matches() ? text : null);
    }

    /** Any text of one line, up to 500 characters. */
    public String text(String key, String otherwise) {
        return value(
                key,
                otherwise,
                "text of up to 500 characters",
                text -> text.length() <= 500 && text.chars().noneMatch(Character::isISOControl) ? text : null);
    }

    /** A text that must be given: its absence is a problem. */
    public String required(String key, Pattern allowed, String allowedInWords) {
        if (raw(key) == null) {
            problem(key, "is missing; " + allowedInWords);
            return "";
        }
        return text(key, "", allowed, allowedInWords);
    }

    public int number(String key, int otherwise, int min, int max) {
        return value(key, otherwise, "a whole number from " + min + " to " + max, text -> {
            try {
                var number = Integer.parseInt(text);
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException e) {
                return null;
            }
        });
    }

    public int port(String key, int otherwise) {
        return number(key, otherwise, 1, 65_535);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        var allowed = "a time from " + words(min) + " to " + words(max) + ", written as 500ms, 15s, 10min, 24h or 7d";
        return value(key, otherwise, allowed, text -> {
            var matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            var count = Long.parseLong(matcher.group(1));
            var duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "min" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            return duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0 ? duration : null;
        });
    }

    public <E extends Enum<E>> E oneOf(String key, E otherwise, Class<E> type) {
        var allowed = "one of " + List.of(type.getEnumConstants());
        return value(key, otherwise, allowed, text -> {
            for (var constant : type.getEnumConstants()) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
            return null;
        });
    }

    public Path path(String key, Path otherwise) {
        return value(
                key, otherwise, "a path", text -> text.isBlank() || text.indexOf('\0') >= 0 ? null : Path.of(text));
    }

    /** Notes a problem of this key that only its reader can see, such as two values that do not fit together. */
    public void problem(String key, String what) {
        var value = values.get(key);
        var override = overrides.get(full(key));
        var shown = override != null ? override : value instanceof ScalarNode scalar ? scalar.getValue() : null;
        var place = override != null ? "command line: " : value != null ? place(value) : place(node);
        problems.add(place + full(key) + ": " + (shown == null ? "" : "\"" + shown + "\" is not allowed: ") + what);
    }

    /**
     * To be called once, on the whole document, when everything was read.
     *
     * @throws BadSettings when a value was wrong or a key unknown, with one line for each
     */
    public void check() {
        noteUnknown();
        if (path.isEmpty()) {
            for (var override : overrides.keySet()) {
                if (!isKnown(override)) {
                    problems.add("command line: " + override + " is no known key");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettings(List.copyOf(problems));
        }
    }

    /** Full keys that were asked for and do not stand in the document: what a manual would lack. */
    public List<String> absent() {
        var absent = new ArrayList<String>();
        for (var key : known) {
            if (!values.containsKey(key) && !sections.containsKey(key)) {
                absent.add(full(key));
            }
        }
        sections.values().forEach(section -> absent.addAll(section.absent()));
        return absent.stream().sorted().toList();
    }

    private void noteUnknown() {
        for (var entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                problems.add(place(entry.getValue()) + full(entry.getKey()) + " is no known key; known here: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
        sections.values().forEach(Settings::noteUnknown);
    }

    private boolean isKnown(String fullKey) {
        var dot = fullKey.indexOf('.');
        if (dot < 0) {
            return known.contains(fullKey);
        }
        var section = sections.get(fullKey.substring(0, dot));
        return section != null && section.isKnown(fullKey.substring(dot + 1));
    }

    private <T> T value(String key, T otherwise, String allowed, Function<String, @Nullable T> read) {
        known.add(key);
        var text = raw(key);
        if (text == null) {
            if (values.get(key) != null && !isNull(values.get(key))) {
                problem(key, "must be a single value: " + allowed);
            }
            return otherwise;
        }
        var value = read.apply(text);
        if (value == null) {
            problem(key, allowed);
            return otherwise;
        }
        return value;
    }

    private @Nullable String raw(String key) {
        var override = overrides.get(full(key));
        if (override != null) {
            return override;
        }
        return values.get(key) instanceof ScalarNode scalar && !isNull(scalar) ? scalar.getValue() : null;
    }

    private static boolean isNull(@Nullable Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && (scalar.getValue().isEmpty() || scalar.getValue().equals("null"));
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String place(@Nullable Node at) {
        return source
                + (at == null
                        ? ""
                        : at.getStartMark()
                                .map(mark -> ":" + (mark.getLine() + 1))
                                .orElse(""))
                + ": ";
    }

    private static String words(Duration duration) {
        if (duration.toMillis() % 1000 != 0 || duration.isZero()) {
            return duration.toMillis() + "ms";
        }
        var seconds = duration.toSeconds();
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0
                        ? seconds / 3_600 + "h"
                        : seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
    }
}
