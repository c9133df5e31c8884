package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hotline12345.ops.kit.Asker;
import org.hotline12345.ops.kit.RightsTable;
import org.hotline12345.ops.kit.RightsTable.Kind;
import org.hotline12345.ops.kit.RightsTable.Line;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every field of every request of the table ({@code rights.txt}), sent by somebody who may, with what should not be in it: it is
 * taken as text or refused by name, and nothing breaks.
 */
class HostileInputIT {
    /** Stands in a body where the hostile value is to stand, as JSON. */
    private static final String PLACE = "0123-hostile-9876";

    private static final Map<String, String> TEXTS = texts();

    private static final Map<String, String> BODIES = Map.of(
            "an array", "[1,2]",
            "null", "null",
            "a number", "7",
            "a text", "\"x\"",
            "nothing", "",
            "half of it", "{\"a\":",
            "arrays 2,000 deep", "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "objects 2,000 deep", "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
            "no text of UTF-8", "{\"a\":\"\u00ff\"}");

    private static final List<String> PARAMETERS = List.of(
            "hotline",
            "q",
            "phone",
            "state",
            "unit",
            "place",
            "before",
            "limit",
            "dueFrom",
            "dueBefore",
            "day",
            "first",
            "last",
            "from",
            "until",
            "month",
            "period",
            "format",
            "part",
            "waiting",
            "open",
            "personal",
            "name",
            "jurisdiction_id",
            "api_key",
            "service_code",
            "start_date",
            "page",
            "status",
            "service_request_id");

    private static final List<String> IN_ADDRESSES =
            List.of("%00", "a%00b", "%ED%A0%80", "%E2%80%AE", "%FF", "'%29%3B--", "..%2F..%2Fetc", "9".repeat(1_000));

    /** No answer throws back what came. */
    private static final int LONGEST_REFUSAL = 2_000;

    private static final RightsTable TABLE = RightsTable.read();
    private static TwoOffices offices;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        offices = TwoOffices.open(folder.resolve("data"));
    }

    @AfterAll
    static void close() {
        if (offices != null) {
            offices.close();
        }
    }

    @BeforeEach
    void listen() {
        said.start();
        root().addAppender(said);
    }

    @AfterEach
    void listenNoLonger() {
        root().detachAppender(said);
    }

    @Test
    void everyTextOfEveryBodyIsTakenOrRefusedByName() {
        var tried = 0;
        for (var line : withJson()) {
            for (var place : places(new JsonObject(line.body().orElseThrow()))) {
                for (var value : TEXTS.entrySet()) {
                    var body = place.body().encode().replace("\"" + PLACE + "\"", value.getValue());
                    var answer = ask(line, bytes(filled(line, body)));
                    var isNumber = value.getKey().equals("a number");
                    var isRight = isHarmless(line, answer)
                            && (answer.status() != 400 || names(answer, place.field()))
                            && (!isNumber || answer.status() >= 400);
                    note(isRight, line, place.field() + ": " + value.getKey(), answer);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(500);
        assertNothingBroke();
    }

    @Test
    void aBodyThatIsNoneIsRefused() {
        for (var line : withJson()) {
            for (var body : BODIES.entrySet()) {
                var answer = ask(line, body.getValue().getBytes(StandardCharsets.ISO_8859_1));
                note(isHarmless(line, answer), line, body.getKey(), answer);
            }
        }
        assertNothingBroke();
    }

    @Test
    void addressesThatNameNothingAreRefused() {
        for (var line : TABLE.lines()) {
            if (line.kind() != Kind.FRAME && !line.things().isEmpty()) {
                for (var value : IN_ADDRESSES) {
                    var answer =
                            asker(line).ask(line.method(), line.address(_ -> value, "north"), line.body(things(line)));
                    note(isHarmless(line, answer) && answer.status() >= 400, line, value, answer);
                }
            }
        }
        assertNothingBroke();
    }

    @Test
    void parametersOfQuestionsAreTakenOrRefused() {
        for (var line : TABLE.lines()) {
            if (line.kind() != Kind.FRAME && line.method().equals("GET")) {
                for (var name : PARAMETERS) {
                    for (var value : IN_ADDRESSES) {
                        var address = line.address(things(line), "north").replaceAll("([?&])" + name + "=[^&]*", "$1");
                        address += (address.contains("?") ? "&" : "?") + name + "=" + value;
                        var answer = asker(line).ask("GET", address, Optional.empty());
                        note(isHarmless(line, answer), line, name + "=" + value, answer);
                    }
                }
            }
        }
        assertNothingBroke();
    }

    @Test
    void everyFieldOfAnOpen311FormIsTakenOrRefused() {
        var form = new LinkedHashMap<String, String>(Map.of(
                "service_code", "HELP",
                "description", "路灯不亮",
                "address_string", "解放路",
                "address_id", "A-1",
                "first_name", "三",
                "last_name", "张",
                "phone", "15400000002",
                "email", "a@example.org",
                "media_url", "https://example.org/1.jpg"));
        form.put("device_id", "x");
        form.put("lat", "34.45");
        form.put("long", "115.3");
        for (var field : form.keySet()) {
            for (var value : IN_ADDRESSES) {
                var body = "api_key=" + offices.token() + "&jurisdiction_id=north&"
                        + form.entrySet().stream()
                                .map(one -> one.getKey() + "="
                                        + (one.getKey().equals(field)
                                                ? value
                                                : URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8)))
                                .collect(Collectors.joining("&"));
                var answer = offices.stranger()
                        .ask(
                                "POST",
                                "/open311/v2/requests.json",
                                Optional.of(body.getBytes(StandardCharsets.UTF_8)),
                                "application/x-www-form-urlencoded");
                if (answer.status() >= 500) {
                    wrong.add(field + "=" + value + " -> " + answer);
                }
            }
        }
        assertNothingBroke();
    }

    // What is asked

    private static List<Line> withJson() {
        return TABLE.lines().stream().filter(Line::hasJson).toList();
    }

    private static Asker asker(Line line) {
        return switch (line.kind()) {
            case PUBLIC, KEY, FRAME -> offices.stranger();
            case CLIENT -> offices.client();
            case ROLES -> offices.north(who(line)).asker();
        };
    }

    /** A password that was changed locks somebody out whom nobody needs. */
    private static String who(Line line) {
        return line.template().startsWith("/api/session") || line.kind() != Kind.ROLES
                ? "stranger"
                : line.may().iterator().next();
    }

    private static UnaryOperator<String> things(Line line) {
        return offices.things(offices.north(who(line)));
    }

    private static Asker.Answer ask(Line line, byte[] body) {
        if (line.template().startsWith("/api/tickets/:number")) {
            offices.freshTickets();
        }
        return asker(line)
                .ask(line.method(), line.address(things(line), "north"), Optional.of(body), "application/json");
    }

    /** The other fields as they should be. */
    private static String filled(Line line, String body) {
        return new Line("", "", "", "", Kind.ROLES, line.may(), line.late(), true, Optional.of(body))
                .body(things(line))
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Place(String field, JsonObject body) {}

    /** The body once for each text in it, with {@link #PLACE} there. */
    private static List<Place> places(JsonObject body) {
        var places = new ArrayList<Place>();
        for (var key : body.fieldNames()) {
            switch (body.getValue(key)) {
                case String _ -> places.add(new Place(key, body.copy().put(key, PLACE)));
                case JsonArray array -> {
                    for (int i = 0; i < array.size(); i++) {
                        var at = i;
                        if (array.getValue(i) instanceof String) {
                            var changed = array.copy();
                            changed.set(at, PLACE);
                            places.add(new Place(key, body.copy().put(key, changed)));
                        } else if (array.getValue(i) instanceof JsonObject inner) {
                            places(inner).forEach(place -> {
                                var changed = array.copy();
                                changed.set(at, place.body());
                                places.add(new Place(place.field(), body.copy().put(key, changed)));
                            });
                        }
                    }
                }
                default -> {}
            }
        }
        return places;
    }

    private static Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("control characters", "\"a\\u0001\\u0007\\u001bb\"");
        texts.put("NUL", "\"a\\u0000b\"");
        texts.put("half of a surrogate pair", "\"a\\ud800b\"");
        texts.put("the other half", "\"a\\udc00b\"");
        texts.put("from right to left", "\"a\\u202egpj.exe\"");
        texts.put("100,000 characters", "\"" + "长".repeat(100_000) + "\"");
        texts.put("markup", "\"<script>alert(1)</script>\"");
        texts.put("SQL", "\"'); drop table ticketing.ticket; --\"");
        texts.put("a number", "7");
        texts.put("arrays 500 deep", "[".repeat(500) + "]".repeat(500));
        return texts;
    }

    // What is answered

    /** Asterisk is away, which some answer with 503; whatever is refused says so as a problem. */
    private static boolean isHarmless(Line line, Asker.Answer answer) {
        if (answer.status() < 400) {
            return true;
        }
        var isProblem = answer.type().equals("application/problem+json")
                // Open311 has errors of its own, so has the WebSocket, and an answer to HEAD no body.
                || !line.template().startsWith("/api/")
                || line.method().equals("HEAD");
        return isProblem
                && (answer.status() < 500
                        || (answer.status() == 503 && answer.body().contains("problems/away")))
                && answer.body().length() < LONGEST_REFUSAL;
    }

    /** In its own spelling or Open311's, address_id. */
    private static boolean names(Asker.Answer answer, String field) {
        var detail = new JsonObject(answer.body()).getString("detail", "");
        return detail.contains(field) || detail.replace("_", "").contains(field.toLowerCase(Locale.ROOT));
    }

    private void note(boolean isRight, Line line, String what, Asker.Answer answer) {
        if (!isRight) {
            wrong.add(line.method() + " " + line.template() + " " + shortened(what) + " -> " + answer.status() + " "
                    + answer.type() + " " + shortened(answer.body()));
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 240));
    }

    private void assertNothingBroke() {
        assertThat(wrong).isEmpty();
        assertThat(List.copyOf(said.list).stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                        .map(ILoggingEvent::getFormattedMessage))
                .as("errors in the log")
                .isEmpty();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
