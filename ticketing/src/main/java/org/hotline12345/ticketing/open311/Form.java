package org.hotline12345.ticketing.open311;

import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.Filing;
import org.hotline12345.ticketing.IntakeClient;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;

/**
 * What a client fills in to file a request. {@code device_id} and {@code account_id} are taken and not kept: nothing here needs
 * them. Attributes are taken and not kept either, since no service asks for any.
 */
record Form(MultiMap body, MultiMap query) {
    private static final int MAX_DESCRIPTION = 4_000;
    private static final int TITLE = 40;

    Optional<String> optional(String name) {
        // Some clients put the key and the jurisdiction into the address.
        return Optional.ofNullable(body.get(name))
                .or(() -> Optional.ofNullable(query.get(name)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> Refused.invalid(name + " was not provided"));
    }

    Filing filing(IntakeClient client, Nature nature) {
        var address = optional("address_string");
        var point = point();
        if (address.isEmpty() && point.isEmpty() && optional("address_id").isEmpty()) {
            throw Refused.invalid("a location was not provided: lat and long, address_string or address_id");
        }
        var description = required("description");
        if (description.length() > MAX_DESCRIPTION) {
            throw Refused.invalid("description has at most " + MAX_DESCRIPTION + " characters");
        }
        return new Filing(
                client.hotline(),
                client.channels().getFirst(),
                new Matter(nature, title(description), description, address),
                new Requester(name(), optional("phone")),
                false,
                Optional.empty(),
                new Filing.Details(point, optional("address_id"), optional("media_url"), optional("email")));
    }

    /** The same text for the same form. */
    String canonical() {
        return body.entries().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** The beginning of the first line. */
    private static String title(String description) {
        var line = description
                .lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(description);
        line = line.replaceAll("\\p{Cntrl}", " ");
        var length = line.codePointCount(0, line.length());
        return length <= TITLE ? line : line.substring(0, line.offsetByCodePoints(0, TITLE)) + "…";
    }

    /** Family name first where it is Chinese. */
    private Optional<String> name() {
        var first = optional("first_name");
        var last = optional("last_name");
        if (first.isEmpty() || last.isEmpty()) {
            return first.or(() -> last);
        }
        var isChinese = (first.get() + last.get()).codePoints().allMatch(Character::isIdeographic);
        return Optional.of(isChinese ? last.get() + first.get() : first.get() + " " + last.get());
    }

    private Optional<Filing.Point> point() {
        var latitude = degrees("lat");
        var longitude = degrees("long");
        if (latitude.isPresent() != longitude.isPresent()) {
            throw Refused.invalid("lat and long are given together");
        }
        return latitude.map(north -> new Filing.Point(north, longitude.orElse(BigDecimal.ZERO)));
    }

    private Optional<BigDecimal> degrees(String name) {
        return optional(name).map(text -> {
            if (!text.matches("[+-]?[0-9]{1,3}(\\.[0-9]{1,20})?")) {
                throw Refused.invalid(name + " is a number of degrees");
            }
            return new BigDecimal(text);
        });
    }
}
