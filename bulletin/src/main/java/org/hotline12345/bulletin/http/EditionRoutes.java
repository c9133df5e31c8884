package org.hotline12345.bulletin.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.hotline12345.bulletin.BulletinFormat;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.edition.EditionCommand;
import org.hotline12345.bulletin.edition.EditionDesk;
import org.hotline12345.bulletin.edition.Trace;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;

/** Editions of a bulletin over HTTP: their way to the readers, and what stands behind their figures. */
public final class EditionRoutes {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int MOST_WORDS = 500;
    private static final int MOST_NUMBER = 60;
    private static final int MOST_DAYS = 60;
    private static final int NUMBERS = 200;
    private static final int MOST_WORKBOOKS = 2;

    private final EditionDesk desk;
    private final EditionJson json;
    private final Semaphore workbooks = new Semaphore(MOST_WORKBOOKS);

    public EditionRoutes(Bulletins bulletins, Office office) {
        this.desk = bulletins.editions();
        this.json = new EditionJson(desk, office);
    }

    public void mount(Router router) {
        router.get("/api/bulletin/editions").handler(this::list);
        router.post("/api/bulletin/editions").handler(this::open);
        router.get("/api/bulletin/editions/:id").handler(this::read);
        router.get("/api/bulletin/editions/:id/print").handler(this::print);
        router.get("/api/bulletin/editions/:id/figures").handler(this::figures);
        router.get("/api/bulletin/editions/:id/trace").handler(this::trace);
        router.get("/api/bulletin/editions/:id/trace.xlsx").handler(this::workbook);
        router.post("/api/bulletin/editions/:id/:command").handler(this::command);
        new ReviewRoutes(desk, json).mount(router);
    }

    private void list(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.SEE);
        var list = new JsonArray();
        var period = asked.parameter("period").map(_ -> asked.period());
        desk.list(asked.who(), asked.hotline(), period).forEach(edition -> list.add(json.brief(edition)));
        rc.json(new JsonObject().put("editions", list));
    }

    private void open(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), Bulletins.MAKE);
        var opened = desk.open(
                asked.who(), asked.hotline(), asked.periodOfBody(), asked.optional("correctsWhy", MOST_WORDS));
        rc.response().setStatusCode(201);
        rc.json(json.whole(asked.who(), opened));
    }

    private void read(RoutingContext rc) {
        var asked = new Asked(rc);
        rc.json(json.whole(asked.who(), desk.find(asked.who(), asked.hotline(), asked.id())));
    }

    private void command(RoutingContext rc) {
        var asked = new Asked(rc);
        var who = asked.who();
        var hotline = asked.hotline();
        var word = rc.pathParam("command");
        desk.requireFor(who, hotline, word);
        var command = switch (word) {
            case "show" ->
                new EditionCommand.Show(
                        days(asked.number("days")),
                        asked.optional("cutOff", MOST_NUMBER).map(EditionRoutes::moment));
            case "answer" ->
                new EditionCommand.Answer(
                        asked.number("objection"),
                        asked.flag("accepted").orElseThrow(() -> Refused.invalid("\"accepted\" must be true or false")),
                        asked.text("words", MOST_WORDS));
            case "freeze" -> new EditionCommand.Freeze(asked.optional("unseenWhy", MOST_WORDS), List.of());
            case "explain" -> new EditionCommand.Explain(asked.number("finding"), asked.text("words", MOST_WORDS));
            case "check" -> new EditionCommand.Check();
            // The name of who signs, as it is today: people marry and leave, the bulletin stays.
            case "sign-off" -> new EditionCommand.SignOff(who.name());
            case "send-back" -> new EditionCommand.SendBack(asked.text("why", MOST_WORDS));
            case "number" -> new EditionCommand.AssignNumber(asked.text("documentNumber", MOST_NUMBER));
            case "publish" -> new EditionCommand.Publish();
            default -> throw Refused.unknown("there is no such command");
        };
        rc.json(json.whole(who, desk.command(who, hotline, asked.id(), command)));
    }

    private void print(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.SEE);
        var format = asked.parameter("format").map(EditionRoutes::format).orElse(BulletinFormat.HTML);
        var edition = desk.find(asked.who(), asked.hotline(), asked.id());
        var content = desk.print(asked.who(), asked.hotline(), asked.id(), format);
        var name = URLEncoder.encode(desk.fileName(edition, format), StandardCharsets.UTF_8);
        rc.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", BulletinRoutes.NOTHING_ACTIVE)
                .putHeader(
                        "Content-Disposition",
                        (format == BulletinFormat.HTML ? "inline" : "attachment") + "; filename*=UTF-8''" + name)
                .end(Buffer.buffer(content));
    }

    private void figures(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.SEE);
        var list = new JsonArray();
        desk.figures(asked.who(), asked.hotline(), asked.id()).forEach(figure -> list.add(EditionJson.figure(figure)));
        rc.json(new JsonObject().put("figures", list));
    }

    private void trace(RoutingContext rc) {
        var asked = new Asked(rc);
        asked.who().require(asked.hotline(), EditionDesk.SEE);
        rc.json(EditionJson.trace(desk.trace(
                asked.who(), asked.hotline(), asked.id(), figure(asked), part(asked), after(asked), NUMBERS)));
    }

    private void workbook(RoutingContext rc) {
        var asked = new Asked(rc);
        var edition = desk.find(asked.who(), asked.hotline(), asked.id());
        if (!workbooks.tryAcquire()) {
            throw Refused.limit("others fetch such a workbook just now; try again soon");
        }
        try {
            var file = Files.createTempFile("hotline-trace", ".xlsx");
            try {
                try (var out = Files.newOutputStream(file)) {
                    desk.workbook(asked.who(), asked.hotline(), asked.id(), out);
                }
                rc.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, XLSX)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader(
                                "Content-Disposition",
                                "attachment; filename=\"trace-" + edition.period() + "-v" + edition.version()
                                        + ".xlsx\"")
                        .sendFile(file.toString())
                        .await();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            workbooks.release();
        }
    }

    static String figure(Asked asked) {
        return asked.parameter("figure")
                .orElseThrow(() -> Refused.invalid("\"figure\" must be given: the id of a figure"));
    }

    static Trace.Part part(Asked asked) {
        return asked.parameter("part")
                .map(word -> Arrays.stream(Trace.Part.values())
                        .filter(part -> part.name().equals(word))
                        .findFirst()
                        .orElseThrow(() -> Refused.invalid("\"part\" must be NUMERATOR or DENOMINATOR")))
                .orElse(Trace.Part.NUMERATOR);
    }

    static String after(Asked asked) {
        return asked.parameter("after").orElse("");
    }

    static int numbers() {
        return NUMBERS;
    }

    private static int days(int days) {
        if (days < 0 || days > MOST_DAYS) {
            throw Refused.invalid("\"days\" must be 0 to " + MOST_DAYS);
        }
        return days;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("\"cutOff\" must be a moment such as 2026-12-01T00:00:00Z");
        }
    }

    private static BulletinFormat format(String extension) {
        return Arrays.stream(BulletinFormat.values())
                .filter(format -> format.extension().equals(extension))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("\"format\" must be one of "
                        + Arrays.stream(BulletinFormat.values())
                                .map(BulletinFormat::extension)
                                .collect(Collectors.joining(", "))));
    }
}
