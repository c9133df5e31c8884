package org.hotline12345.ticketing.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketExport;
import org.hotline12345.ticketing.TicketFilter;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketStage;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of tickets as a file for Excel and WPS. Written as it is read: no faster than the browser takes it. */
public final class ExportRoutes {
    /** Begins the address of every export; they last longer than other requests. */
    public static final String PATH = "/api/tickets/export.";

    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
    /** At a time, of all people: each holds a database connection now and then, and a workbook a file. */
    private static final int MOST_AT_ONCE = 3;

    private final Ticketing ticketing;
    private final Office office;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    public ExportRoutes(Ticketing ticketing, Office office) {
        this.ticketing = ticketing;
        this.office = office;
    }

    /** Before the routes of single tickets, whose address would fit these too. */
    public void mount(Router router) {
        router.get(PATH + "csv").handler(rc -> export(rc, "csv", "text/csv; charset=utf-8", CsvSheet::write));
        router.get(PATH + "xlsx")
                .handler(rc -> export(
                        rc,
                        "xlsx",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        XlsxSheet::write));
    }

    /** A way to write a table of tickets. */
    private interface Sheet {
        void write(TicketTable table, TicketExport export, OutputStream to) throws IOException;
    }

    private void export(RoutingContext rc, String extension, String mediaType, Sheet sheet) {
        SignedIn who = rc.get(SignedIn.REQUEST_KEY);
        if (who == null) {
            throw Refused.signIn("sign in first");
        }
        if (!places.tryAcquire()) {
            rc.response().putHeader("Retry-After", "30");
            throw Refused.limit("others export just now; try again in half a minute");
        }
        try {
            var hotline = parameter(rc, "hotline").map(HotlineCode::new).orElseGet(who::hotline);
            var filter = new TicketFilter(
                            parameter(rc, "state").map(word -> Fields.oneOf("state", word, TicketStage.values())),
                            parameter(rc, "unit").map(UnitCode::new),
                            parameter(rc, "before").map(TicketNumber::new),
                            TicketFilter.MAX_LIMIT)
                    .in(parameter(rc, "domain"));
            var personal = parameter(rc, "personal").map("true"::equals).orElse(false);
            var export = ticketing.export(who, hotline, filter, personal);
            var table = TicketTable.of(office, hotline, personal);
            rc.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(
                            "Content-Disposition", "attachment; filename=\"tickets-" + hotline + "." + extension + "\"")
                    .setChunked(true);
            send(rc.response(), to -> sheet.write(table, export, to));
        } finally {
            places.release();
        }
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void send(HttpServerResponse response, Writing writing) {
        var body = new Body(response);
        try {
            writing.to(body);
            body.flush();
        } catch (IOException | RuntimeException e) {
            // Its beginning may be with the browser already, so it must not look like a whole file.
            LOG.warn("an export was broken off: {}", e.toString());
            response.reset();
            return;
        }
        response.end();
    }

    /** The answer's body; a piece is handed over when the one before it has left. */
    private static final class Body extends OutputStream {
        private static final int PIECE_BYTES = 64 * 1_024;

        private final HttpServerResponse response;
        private Buffer piece = Buffer.buffer(PIECE_BYTES);

        Body(HttpServerResponse response) {
            this.response = response;
        }

        @Override
        public void write(int one) {
            piece.appendByte((byte) one);
            handOver(PIECE_BYTES);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            piece.appendBytes(bytes, from, length);
            handOver(PIECE_BYTES);
        }

        @Override
        public void flush() {
            handOver(1);
        }

        private void handOver(int least) {
            if (piece.length() < least) {
                return;
            }
            if (response.closed()) {
                throw new UncheckedIOException(new IOException("the browser is gone"));
            }
            var full = piece;
            piece = Buffer.buffer(PIECE_BYTES);
            response.write(full).await();
        }
    }

    private static Optional<String> parameter(RoutingContext rc, String name) {
        @Nullable String value = rc.request().getParam(name);
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
