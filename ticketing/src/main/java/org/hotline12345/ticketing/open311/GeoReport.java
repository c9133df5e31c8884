package org.hotline12345.ticketing.open311;

import io.vertx.core.Handler;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Filings;
import org.hotline12345.ticketing.IntakeClient;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.PublicFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of GeoReport v2, each ending in {@code .xml} or {@code .json}. A hotline's code is the
 * {@code jurisdiction_id}, an intake client's token the {@code api_key}. Whoever shows no key is told how requests stand and
 * nothing of their text, place or unit: the specification lets everybody ask.
 */
public final class GeoReport {
    /** Who sends the requests; the limits of clients and addresses are kept there. */
    public interface Gate {
        /** Counts a question of that address. @throws Refused (limit) when there were too many */
        void passQuestion(RoutingContext rc);

        /** The client whose token that is, if it works; counts its request. @throws Refused (limit) */
        Optional<IntakeClient> holding(RoutingContext rc, String token);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GeoReport.class);
    private static final int MOST = 1_000;
    private static final int MOST_PAGES = 1_000;
    private static final Duration SPAN = Duration.ofDays(90);
    private static final int MAX_BODY = 64 << 10;
    private static final String NOTICE = "您的诉求已受理，请凭编号查询办理进度。";

    private final Filings filings;
    private final Office office;
    private final Gate gate;
    private final Clock clock;

    public GeoReport(Filings filings, Office office, Gate gate, Clock clock) {
        this.filings = filings;
        this.office = office;
        this.gate = gate;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.route("/open311/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        get(router, "discovery", this::discovery);
        get(router, "v2/services", rc -> {
            hotline(rc);
            answer(rc, "services", Answers.services());
        });
        get(router, "v2/services/(?<id>[^/]+)", rc -> {
            hotline(rc);
            answer(rc, "service_definition", Answers.definition(service(rc.pathParam("id"))));
        });
        get(router, "v2/requests", this::requests);
        get(router, "v2/requests/(?<id>[^/]+)", this::request);
        get(router, "v2/tokens/(?<id>[^/]+)", this::token);
        router.postWithRegex("/open311/v2/requests\\.(?<format>xml|json)").handler(answering(this::file));
        router.route("/open311/*").handler(answering(_ -> {
            throw Refused.unknown("there is no such resource; formats are .xml and .json");
        }));
    }

    private static void get(Router router, String resource, Handler<RoutingContext> handler) {
        router.getWithRegex("/open311/" + resource + "\\.(?<format>xml|json)").handler(answering(handler));
    }

    /** Errors have a form of their own here, so they are answered before others hear of them. */
    private static Handler<RoutingContext> answering(Handler<RoutingContext> handler) {
        return rc -> {
            try {
                handler.handle(rc);
            } catch (RuntimeException e) {
                explain(rc, e);
            }
        };
    }

    private void discovery(RoutingContext rc) {
        gate.passQuestion(rc);
        var own = rc.request().absoluteURI();
        var endpoint = own.substring(0, own.indexOf("/open311/")) + "/open311/v2";
        answer(rc, "discovery", Answers.discovery(endpoint, office.hotlines()));
    }

    private void file(RoutingContext rc) {
        var form = new Form(rc.request().formAttributes(), rc.request().params());
        var client = form.optional("api_key")
                .flatMap(key -> gate.holding(rc, key))
                .orElseThrow(() -> Refused.forbidden("api_key is missing, unknown or was revoked"));
        var hotline = hotline(form.optional("jurisdiction_id")
                .or(() -> Optional.of(client.hotline().value())));
        if (!hotline.code().equals(client.hotline())) {
            throw Refused.forbidden("this api_key is of another jurisdiction");
        }
        var filing = form.filing(client, service(form.required("service_code")).nature());
        var key = Optional.ofNullable(rc.request().getHeader("Idempotency-Key"))
                .map(given ->
                        Filings.Key.of(Optional.of(given), form.canonical().getBytes(StandardCharsets.UTF_8)));
        var filed = filings.fileByOpen311(client, filing, key);
        answer(rc, "service_requests", Answers.filed(filed.number().value(), NOTICE));
    }

    private void requests(RoutingContext rc) {
        var client = client(rc);
        var hotline = hotline(rc);
        var ids = parameter(rc, "service_request_id");
        var found = ids.isPresent()
                ? filings.byOpen311(
                        hotline.code(), client, words(ids.get()).limit(MOST).toList())
                : filings.byOpen311(hotline.code(), client, filter(rc));
        answer(rc, "service_requests", Answers.requests(found, hotline.zone(), unit -> unitName(hotline, unit)));
    }

    private void request(RoutingContext rc) {
        var client = client(rc);
        var hotline = hotline(rc);
        var found = filings.byOpen311(hotline.code(), client, List.of(rc.pathParam("id")));
        if (found.isEmpty()) {
            throw Refused.unknown("service_request_id was not found");
        }
        answer(rc, "service_requests", Answers.requests(found, hotline.zone(), unit -> unitName(hotline, unit)));
    }

    /** Every request has its number at once, so a token is no more than that number. */
    private void token(RoutingContext rc) {
        var found = filings.byOpen311(hotline(rc).code(), client(rc), List.of(rc.pathParam("id")));
        if (found.isEmpty()) {
            throw Refused.unknown("token was not found");
        }
        answer(
                rc,
                "service_requests",
                Answers.token(found.getFirst().ticket().number().value()));
    }

    private PublicFilter filter(RoutingContext rc) {
        var now = clock.instant();
        var from = parameter(rc, "start_date").map(text -> instant("start_date", text));
        var until = parameter(rc, "end_date").map(text -> instant("end_date", text));
        // Until and including the last second.
        var end = until.map(last -> last.plusSeconds(1))
                .orElseGet(() -> from.map(first -> first.plus(SPAN)).orElse(now.plusSeconds(1)));
        var begin = from.orElseGet(() -> end.minus(SPAN));
        if (begin.isAfter(end)) {
            throw Refused.invalid("start_date is after end_date");
        }
        if (begin.plus(SPAN).plusSeconds(1).isBefore(end)) {
            throw Refused.invalid("start_date and end_date are at most " + SPAN.toDays() + " days apart");
        }
        var natures = parameter(rc, "service_code")
                .map(codes -> words(codes).map(code -> service(code).nature()).collect(Collectors.toSet()))
                .orElseGet(() -> EnumSet.allOf(Nature.class));
        var size = number(rc, "page_size", MOST, MOST);
        return new PublicFilter(natures, begin, end, over(rc), (number(rc, "page", 1, MOST_PAGES) - 1) * size, size);
    }

    /** Both words, or none, ask for all. */
    private static Optional<Boolean> over(RoutingContext rc) {
        var asked = parameter(rc, "status")
                .map(text -> words(text).collect(Collectors.toSet()))
                .orElse(Set.of());
        if (!Set.of("open", "closed").containsAll(asked)) {
            throw Refused.invalid("status is open or closed");
        }
        return asked.size() == 1 ? Optional.of(asked.contains("closed")) : Optional.empty();
    }

    /** @throws Refused (limit) also for a key that does not work: a wrong key is no way around the limits */
    private Optional<IntakeClient> client(RoutingContext rc) {
        var key = parameter(rc, "api_key");
        if (key.isEmpty()) {
            gate.passQuestion(rc);
            return Optional.empty();
        }
        return Optional.of(
                gate.holding(rc, key.get()).orElseThrow(() -> Refused.forbidden("api_key is unknown or was revoked")));
    }

    private Hotline hotline(RoutingContext rc) {
        return hotline(parameter(rc, "jurisdiction_id"));
    }

    private Hotline hotline(Optional<String> jurisdiction) {
        var hotlines = office.hotlines();
        if (jurisdiction.isEmpty()) {
            if (hotlines.size() != 1) {
                throw Refused.invalid("jurisdiction_id was not provided; known are "
                        + hotlines.stream().map(one -> one.code().value()).toList());
            }
            return hotlines.getFirst();
        }
        return hotlines.stream()
                .filter(one -> one.code().value().equals(jurisdiction.get()))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("jurisdiction_id was not found"));
    }

    private static Service service(String code) {
        return Arrays.stream(Service.values())
                .filter(service -> service.name().equals(code))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("service_code was not found"));
    }

    private String unitName(Hotline hotline, String unit) {
        return office.unit(hotline.code(), new UnitCode(unit)).map(Unit::name).orElse(unit);
    }

    private static Instant instant(String name, String text) {
        try {
            // A + of the offset that was not escaped has become a blank on its way.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw Refused.invalid(name + " is a time with its zone, such as 2026-11-25T00:00:00Z");
        }
    }

    private static int number(RoutingContext rc, String name, int otherwise, int most) {
        var given = parameter(rc, name);
        if (given.isEmpty()) {
            return otherwise;
        }
        if (!given.get().matches("[0-9]{1,6}")) {
            throw Refused.invalid(name + " is a whole number");
        }
        var number = Integer.parseInt(given.get());
        if (number < 1 || number > most) {
            throw Refused.invalid(name + " is from 1 to " + most);
        }
        return number;
    }

    /** "Optional" means that an empty one is as good as none. */
    private static Optional<String> parameter(RoutingContext rc, String name) {
        return Optional.ofNullable(rc.request().getParam(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static void answer(RoutingContext rc, String root, Element element) {
        if ("xml".equals(rc.pathParam("format"))) {
            rc.response().putHeader("Content-Type", "text/xml; charset=utf-8").end(Element.xml(root, element));
        } else {
            rc.response()
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(Json.encode(Element.json(element)));
        }
    }

    private static void explain(RoutingContext rc, RuntimeException failure) {
        switch (failure) {
            case Refused refused -> {
                refused.retryAfter()
                        .ifPresent(wait -> rc.response()
                                .putHeader(
                                        "Retry-After",
                                        Long.toString(
                                                Math.max(1, wait.plusMillis(999).toSeconds()))));
                error(rc, code(refused), refused.getMessage());
            }
            case IllegalArgumentException wrong -> error(rc, 400, wrong.getMessage());
            default -> {
                var incident = UUID.randomUUID();
                LOG.error(
                        "request {} {} failed, incident {}",
                        rc.request().method(),
                        rc.request().path(),
                        incident,
                        failure);
                error(rc, 500, "General service error, incident " + incident);
            }
        }
    }

    /** The specification knows 403 for keys, 404 for what is not there, and 400; limits keep the status that clients back off at. */
    private static int code(Refused refused) {
        return switch (refused.kind()) {
            case FORBIDDEN, SIGN_IN -> 403;
            case UNKNOWN -> 404;
            case LIMIT, AWAY -> refused.kind().status();
            case INVALID, CONFLICT, TOO_LARGE, KEY_REUSED -> 400;
        };
    }

    private static void error(RoutingContext rc, int code, @org.jspecify.annotations.Nullable String description) {
        rc.response().setStatusCode(code);
        var errors = Answers.errors(code, description == null ? "the request is invalid" : description);
        if (rc.request().path().endsWith(".json")) {
            rc.response()
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(Json.encode(Element.json(errors)));
        } else {
            rc.response().putHeader("Content-Type", "text/xml; charset=utf-8").end(Element.xml("errors", errors));
        }
    }
}
