package org.hotline12345.ticketing.open311;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hotline12345.office.Hotline;
import org.hotline12345.ticketing.Filing;
import org.hotline12345.ticketing.PublicFiling;

/** The answers of GeoReport v2, field by field in the order of the specification. */
final class Answers {
    static final String SPECIFICATION = "http://wiki.open311.org/GeoReport_v2";
    /** Sorts, and changes when the list of services does. */
    private static final String CHANGESET = "2026-11-25 00:00";

    private Answers() {}

    static Element discovery(String endpoint, List<Hotline> hotlines) {
        var dial = hotlines.stream().map(one -> one.name() + " " + one.number()).toList();
        var formats = new Element.Several("format", List.of(text("text/xml"), text("application/json")));
        var one = fields(all -> {
            all.put("specification", text(SPECIFICATION));
            all.put("url", text(endpoint));
            all.put("changeset", text(CHANGESET));
            all.put("type", text("production"));
            all.put("formats", formats);
            return all;
        });
        return fields(all -> {
            all.put("changeset", text(CHANGESET));
            all.put("contact", text(String.join("; ", dial)));
            all.put("key_service", text("向热线办申请 api_key（ops/hotline intake-client add）"));
            all.put("endpoints", new Element.Several("endpoint", List.of(one)));
            return all;
        });
    }

    static Element services() {
        return new Element.Several(
                "service", Arrays.stream(Service.values()).map(Answers::service).toList());
    }

    /** No service asks for more than its fields. */
    static Element definition(Service service) {
        return fields(all -> {
            all.put("service_code", text(service.name()));
            all.put("attributes", new Element.Several("attribute", List.of()));
            return all;
        });
    }

    static Element filed(String number, String notice) {
        return new Element.Several("request", List.of(fields(all -> {
            all.put("service_request_id", text(number));
            all.put("service_notice", text(notice));
            all.put("account_id", absent());
            return all;
        })));
    }

    static Element token(String token) {
        return new Element.Several("request", List.of(fields(all -> {
            all.put("service_request_id", text(token));
            all.put("token", text(token));
            return all;
        })));
    }

    /** @param unitName of the unit that leads */
    static Element requests(List<PublicFiling> filings, ZoneId zone, UnaryOperator<String> unitName) {
        return new Element.Several(
                "request",
                filings.stream().map(one -> request(one, zone, unitName)).toList());
    }

    static Element errors(int code, String description) {
        return new Element.Several("error", List.of(fields(all -> {
            all.put("code", new Element.Whole(code));
            all.put("description", text(description));
            return all;
        })));
    }

    private static Element service(Service service) {
        return fields(all -> {
            all.put("service_code", text(service.name()));
            all.put("service_name", text(service.title()));
            all.put("description", text(service.description()));
            all.put("metadata", new Element.Flag(false));
            all.put("type", text("realtime"));
            all.put("keywords", text(service.title()));
            all.put("group", text("诉求"));
            return all;
        });
    }

    private static Element request(PublicFiling filing, ZoneId zone, UnaryOperator<String> unitName) {
        var ticket = filing.ticket();
        var service = Service.of(ticket.matter().nature());
        var details = filing.details();
        return fields(all -> {
            all.put("service_request_id", text(ticket.number().value()));
            all.put("status", text(filing.isOver() ? "closed" : "open"));
            all.put("status_notes", text(filing.words()));
            all.put("service_name", text(service.title()));
            all.put("service_code", text(service.name()));
            all.put("description", filing.isOwn() ? text(ticket.matter().content()) : absent());
            all.put(
                    "agency_responsible",
                    new Element.Text(ticket.lead()
                            .filter(_ -> filing.isOwn())
                            .map(lead -> unitName.apply(lead.unit().value()))));
            all.put("service_notice", absent());
            all.put("requested_datetime", text(at(ticket.registeredAt(), zone)));
            all.put("updated_datetime", text(at(filing.changedAt(), zone)));
            all.put("expected_datetime", new Element.Text(filing.expectedAt().map(due -> at(due, zone))));
            all.put("address", new Element.Text(ticket.matter().area().filter(_ -> filing.isOwn())));
            all.put("address_id", new Element.Text(details.addressId()));
            all.put("zipcode", absent());
            all.put("lat", new Element.Degrees(details.point().map(Filing.Point::latitude)));
            all.put("long", new Element.Degrees(details.point().map(Filing.Point::longitude)));
            all.put("media_url", new Element.Text(details.mediaUrl()));
            return all;
        });
    }

    /** ISO 8601 with the hotline's offset. */
    private static String at(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    private static Element text(String text) {
        return new Element.Text(Optional.of(text));
    }

    private static Element absent() {
        return new Element.Text(Optional.empty());
    }

    private static Element fields(UnaryOperator<Map<String, Element>> fill) {
        return new Element.Fields(fill.apply(new LinkedHashMap<>()));
    }
}
