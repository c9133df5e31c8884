package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;

/** The fields of a request's JSON; what is wrong is said with the field's name. */
record Fields(JsonObject body) {
    private static final int MOST = 100;
    private static final int MAX_SHOWN = 40;

    String text(String key) {
        return optional(key).orElseThrow(() -> Refused.invalid("\"" + key + "\" must be given as text"));
    }

    Optional<String> optional(String key) {
        var value = body.getValue(key);
        if (value != null && !(value instanceof String)) {
            throw Refused.invalid("\"" + key + "\" must be text");
        }
        return Optional.ofNullable((String) value)
                .map(text -> PlainText.of(key, text))
                .filter(text -> !text.isBlank());
    }

    /** @throws Refused (invalid) for a key that is none of these: a misspelt one must not get lost */
    void refuseOthersThan(Set<String> known) {
        for (var key : body.fieldNames()) {
            if (!known.contains(key)) {
                throw Refused.invalid(
                        "\"" + key.substring(0, Math.min(key.length(), MAX_SHOWN)) + "\" is no known field;"
                                + " known are " + known.stream().sorted().toList());
            }
        }
    }

    /** A coordinate. */
    Optional<BigDecimal> optionalDegrees(String key) {
        return switch (body.getValue(key)) {
            case null -> Optional.empty();
            case Number number -> Optional.of(new BigDecimal(number.toString()));
            default -> throw Refused.invalid("\"" + key + "\" must be a number of degrees");
        };
    }

    boolean flag(String key) {
        return optionalFlag(key).orElseThrow(() -> Refused.invalid("\"" + key + "\" must be true or false"));
    }

    Optional<Boolean> optionalFlag(String key) {
        return switch (body.getValue(key)) {
            case null -> Optional.empty();
            case Boolean flag -> Optional.of(flag);
            default -> throw Refused.invalid("\"" + key + "\" must be true or false");
        };
    }

    int number(String key) {
        if (body.getValue(key) instanceof Integer number) {
            return number;
        }
        throw Refused.invalid("\"" + key + "\" must be a whole number");
    }

    Optional<UnitCode> unit(String key) {
        return optional(key).map(text -> unit(key, text));
    }

    UnitCode requiredUnit(String key) {
        return unit(key, text(key));
    }

    List<UnitCode> units(String key) {
        return texts(key).stream().map(text -> unit(key, text)).toList();
    }

    private static UnitCode unit(String key, String text) {
        try {
            return new UnitCode(text);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("\"" + key + "\": " + e.getMessage());
        }
    }

    /** Empty when the key is absent. */
    List<String> texts(String key) {
        var value = body.getValue(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array) || array.size() > MOST) {
            throw Refused.invalid("\"" + key + "\" must be a list of at most " + MOST + " texts");
        }
        var texts = new ArrayList<String>();
        for (var element : array) {
            if (!(element instanceof String text) || text.isBlank()) {
                throw Refused.invalid("\"" + key + "\" must be a list of texts");
            }
            texts.add(PlainText.of(key, text));
        }
        return texts;
    }

    /** Empty when the key is absent. */
    List<Integer> numbers(String key) {
        var value = body.getValue(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array) || array.size() > MOST) {
            throw Refused.invalid("\"" + key + "\" must be a list of at most " + MOST + " whole numbers");
        }
        var numbers = new ArrayList<Integer>();
        for (var element : array) {
            if (!(element instanceof Integer number)) {
                throw Refused.invalid("\"" + key + "\" must be a list of whole numbers");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Empty when the key is absent. */
    List<Fields> objects(String key, int most) {
        var value = body.getValue(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array) || array.size() > most) {
            throw Refused.invalid("\"" + key + "\" must be a list of at most " + most + " objects");
        }
        var objects = new ArrayList<Fields>();
        for (var element : array) {
            if (!(element instanceof JsonObject object)) {
                throw Refused.invalid("\"" + key + "\" must be a list of objects");
            }
            objects.add(new Fields(object));
        }
        return objects;
    }

    <E extends Enum<E>> E oneOf(String key, E[] known) {
        return oneOf(key, text(key), known);
    }

    <E extends Enum<E>> Optional<E> optionalOneOf(String key, E[] known) {
        return optional(key).map(word -> oneOf(key, word, known));
    }

    static <E extends Enum<E>> E oneOf(String key, String word, E[] known) {
        return Arrays.stream(known)
                .filter(constant -> constant.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("\"" + key + "\" must be one of " + Arrays.toString(known)));
    }
}
