package org.hotline12345.bulletin.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PlainText;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.jspecify.annotations.Nullable;

/** A request: who asks, about which hotline, and what stands in address and body; what is wrong is said with its name. */
record Asked(RoutingContext rc) {
    private static final int LONGEST_PERIOD = 20;

    SignedIn who() {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }

    /** The hotline named, else the first that the visitor belongs to. */
    HotlineCode hotline() {
        return parameter("hotline").map(HotlineCode::new).orElseGet(() -> who().hotline());
    }

    UUID id() {
        try {
            return UUID.fromString(rc.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is nothing of that id");
        }
    }

    Optional<String> parameter(String name) {
        @Nullable String value = rc.request().getParam(name);
        return Optional.ofNullable(value).map(text -> PlainText.of(name, text)).filter(text -> !text.isBlank());
    }

    Period period() {
        return period(parameter("period"));
    }

    Period periodOfBody() {
        return period(optional("period", LONGEST_PERIOD));
    }

    private static Period period(Optional<String> text) {
        return text.filter(given -> given.length() <= LONGEST_PERIOD)
                .map(Period::of)
                .orElseThrow(() -> Refused.invalid("\"period\" must be given: a month such as 2026-11"));
    }

    String text(String key, int most) {
        return optional(key, most).orElseThrow(() -> Refused.invalid("\"" + key + "\" must be given as text"));
    }

    Optional<String> optional(String key, int most) {
        var value = body().getValue(key);
        if (value != null && !(value instanceof String)) {
            throw Refused.invalid("\"" + key + "\" must be text");
        }
        if (value instanceof String text && text.length() > most) {
            throw Refused.invalid("\"" + key + "\" has more than " + most + " characters");
        }
        return Optional.ofNullable((String) value)
                .map(text -> PlainText.of(key, text))
                .filter(text -> !text.isBlank());
    }

    /** A value that its reader may refuse, with the key's name. */
    <T> Optional<T> optional(String key, int most, Function<String, T> reader) {
        return optional(key, most).map(text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw Refused.invalid("\"" + key + "\": " + e.getMessage());
            }
        });
    }

    int number(String key) {
        if (body().getValue(key) instanceof Integer number) {
            return number;
        }
        throw Refused.invalid("\"" + key + "\" must be a whole number");
    }

    Optional<Boolean> flag(String key) {
        return switch (body().getValue(key)) {
            case null -> Optional.empty();
            case Boolean flag -> Optional.of(flag);
            default -> throw Refused.invalid("\"" + key + "\" must be true or false");
        };
    }

    private JsonObject body() {
        if (rc.body().isEmpty()) {
            return new JsonObject();
        }
        var body = rc.body().asJsonObject();
        if (body == null) {
            throw Refused.invalid("the body must be a JSON object");
        }
        return body;
    }
}
