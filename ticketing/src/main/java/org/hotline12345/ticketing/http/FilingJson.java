package org.hotline12345.ticketing.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Filed;
import org.hotline12345.ticketing.Filing;
import org.hotline12345.ticketing.Filings;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Progress;
import org.hotline12345.ticketing.Requester;

/** How requests look that come in without an agent, and what their senders are answered. */
final class FilingJson {
    private static final Set<String> KNOWN = Set.of(
            "nature",
            "title",
            "content",
            "area",
            "requesterName",
            "requesterPhone",
            "anonymous",
            "confidential",
            "latitude",
            "longitude",
            "addressId",
            "mediaUrl",
            "email");

    private FilingJson() {}

    static Filing read(RoutingContext rc, HotlineCode hotline, Channel channel) {
        var fields = new Fields(Asked.object(rc));
        fields.refuseOthersThan(KNOWN);
        return new Filing(
                hotline,
                channel,
                new Matter(
                        fields.oneOf("nature", Nature.values()),
                        fields.text("title"),
                        fields.text("content"),
                        fields.optional("area")),
                new Requester(fields.optional("requesterName"), fields.optional("requesterPhone")),
                fields.optionalFlag("anonymous").orElse(false),
                fields.optionalFlag("confidential"),
                new Filing.Details(
                        point(fields),
                        fields.optional("addressId"),
                        fields.optional("mediaUrl"),
                        fields.optional("email")));
    }

    static Filings.Key key(RoutingContext rc) {
        return Filings.Key.of(
                Optional.ofNullable(rc.request().getHeader("Idempotency-Key")),
                rc.body().buffer() == null ? new byte[0] : rc.body().buffer().getBytes());
    }

    /** The same bytes for the same request. */
    static JsonObject filed(Filed filed) {
        return new JsonObject()
                .put("number", filed.number().value())
                .put("proof", filed.proof())
                .put("registeredAt", filed.at().toString());
    }

    /** Always the same fields. */
    static JsonObject progress(Progress progress) {
        return new JsonObject()
                .put("number", progress.number().value())
                .put("state", progress.stage().name())
                .put("words", progress.words())
                .put("registeredAt", progress.registeredAt().toString())
                .put("handledAt", progress.handledAt().map(Instant::toString).orElse(null))
                .put("overAt", progress.overAt().map(Instant::toString).orElse(null));
    }

    private static Optional<Filing.Point> point(Fields fields) {
        var latitude = fields.optionalDegrees("latitude");
        var longitude = fields.optionalDegrees("longitude");
        if (latitude.isPresent() != longitude.isPresent()) {
            throw Refused.invalid("\"latitude\" and \"longitude\" are given together");
        }
        return latitude.map(north -> new Filing.Point(north, longitude.orElse(BigDecimal.ZERO)));
    }
}
