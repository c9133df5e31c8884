package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.TicketNumber;
import org.jspecify.annotations.Nullable;

/** A request: who asks, about which hotline, and what stands in address and body. */
record Asked(RoutingContext rc) {
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

    /** What is no ticket's number is no ticket: the address is unknown, not the request wrong. */
    TicketNumber ticket() {
        try {
            return new TicketNumber(rc.pathParam("number"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is no ticket of that number");
        }
    }

    UUID id() {
        try {
            return UUID.fromString(rc.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw Refused.unknown("there is nothing of that id");
        }
    }

    Optional<LocalDate> day(String name) {
        return parameter(name).map(text -> day(name, text));
    }

    static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("\"" + name + "\" must be a day, such as 2026-11-25");
        }
    }

    Optional<String> parameter(String name) {
        @Nullable String value = rc.request().getParam(name);
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    Fields body() {
        return new Fields(rc.body().isEmpty() ? new JsonObject() : object(rc));
    }

    static JsonObject object(RoutingContext rc) {
        var body = rc.body().asJsonObject();
        if (body == null) {
            throw Refused.invalid("the body must be a JSON object");
        }
        return body;
    }
}
