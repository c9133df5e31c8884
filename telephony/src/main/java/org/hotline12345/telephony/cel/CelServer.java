package org.hotline12345.telephony.cel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.RecordConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Asterisk's record to a backend on another machine, over TLS and to who knows the secret. Runs beside Asterisk as
 * its user, and puts the files away.
 *
 * <pre>
 * GET  /files                              {"files": [{"identity", "name", "size", "settled"}]}
 * GET  /files/IDENTITY?offset=N&amp;max=N  the bytes; fewer than asked where the file ends; 404 when the file is gone
 * POST /read-to {"identity", "offset"}     everything before is stored: older files may be deleted
 * </pre>
 */
public final class CelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CelServer.class);

    private static final int MAX_AT_ONCE = 32;
    private static final int MAX_BODY_BYTES = 1_024;
    private static final int BACKLOG = 64;
    private static final Duration WARNS_EVERY = Duration.ofMinutes(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private static final Pattern FILE = Pattern.compile("/files/([0-9a-f]{64})");
    private static final Pattern RANGE = Pattern.compile("offset=([0-9]{1,18})&max=([0-9]{1,7})");

    /** What the JDK's server has no limit for unless it is told before its first use. Seconds, numbers. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "60",
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxIdleConnections", "32",
            "jdk.httpserver.maxConnections", "64");

    private final RecordConfig.Server config;
    private final LocalRecordFiles files;
    private final HttpsServer server;
    private final ExecutorService workers;
    private final Semaphore atOnce = new Semaphore(MAX_AT_ONCE);
    private final Thread tending;

    private volatile Optional<Position> readTo = Optional.empty();
    private volatile long warnedNanos = System.nanoTime() - WARNS_EVERY.toNanos();

    private record Answer(int status, String type, Buffer body) {
        static Answer words(int status, String words) {
            return new Answer(status, "text/plain; charset=utf-8", Buffer.buffer(words + "\n"));
        }
    }

    private CelServer(RecordConfig.Server config, LocalRecordFiles files) throws IOException {
        this.config = config;
        this.files = files;
        LIMITS.forEach((name, limit) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, limit);
            }
        });
        var tls = RecordTls.server(config.certificate(), config.key());
        server = HttpsServer.create(config.listen(), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(RecordTls.parameters());
            }
        });
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("record-server-", 0).factory());
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        tending = Thread.ofVirtual().name("record-rotation").unstarted(this::tend);
    }

    /** @throws BadSettings when the address is taken or a file cannot be used, with what to do */
    public static CelServer open(RecordConfig.Server config, Clock clock) {
        config.secret();
        try {
            var files = new LocalRecordFiles(config.dir(), config.rotation(), clock);
            files.list();
            var server = new CelServer(config, files);
            server.server.start();
            server.tending.start();
            return server;
        } catch (IOException e) {
            throw new BadSettings("the record server cannot start on " + config.listen() + ": " + e.getMessage());
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        tending.interrupt();
        server.stop(0);
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("questions were cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                files.tend(readTo);
                Thread.sleep(CelRotation.LOOKS_EVERY);
            } catch (IOException e) {
                LOG.warn("the record was not put away: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = atOnce.tryAcquire() ? limited(exchange) : Answer.words(503, "too many questions at once");
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(
                    answer.status(),
                    answer.body().length() == 0 ? -1 : answer.body().length());
            exchange.getResponseBody().write(answer.body().getBytes());
        }
    }

    private Answer limited(HttpExchange exchange) {
        try {
            return answer(exchange);
        } catch (FileNotFoundException e) {
            return Answer.words(404, "this file is gone: list the files again");
        } catch (IOException | BadSettings e) {
            warn("a question was not answered", String.valueOf(e.getMessage()));
            return Answer.words(500, "the record cannot be read; the record server's log says why");
        } finally {
            atOnce.release();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!knowsTheSecret(exchange)) {
            warn(
                    "a question without the secret was refused",
                    exchange.getRemoteAddress().toString());
            return Answer.words(401, "the secret is missing or wrong");
        }
        var path = exchange.getRequestURI().getRawPath();
        var query = exchange.getRequestURI().getRawQuery();
        var file = FILE.matcher(path);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if (path.equals("/files") && query == null) {
                    yield list();
                }
                yield file.matches() ? bytes(new FileIdentity(file.group(1)), query == null ? "" : query) : unknown();
            }
            case "POST" -> path.equals("/read-to") ? readTo(exchange) : unknown();
            default -> Answer.words(405, "GET or POST");
        };
    }

    private static Answer unknown() {
        return Answer.words(404, "there is /files, /files/IDENTITY?offset=N&max=N and /read-to");
    }

    /** The digests have one length, so the time that comparing takes tells nothing. */
    private boolean knowsTheSecret(HttpExchange exchange) {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        var wanted = RemoteRecordFiles.BEARER + config.secret();
        return MessageDigest.isEqual(sha256(given == null ? "" : given), sha256(wanted));
    }

    private static byte[] sha256(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return FileIdentity.sha256(bytes, bytes.length);
    }

    private Answer list() throws IOException {
        var list = new JsonArray();
        for (var file : files.list()) {
            list.add(new JsonObject()
                    .put("identity", file.identity().value())
                    .put("name", file.name())
                    .put("size", file.size())
                    .put("settled", file.settled()));
        }
        return new Answer(
                200, "application/json", new JsonObject().put("files", list).toBuffer());
    }

    private Answer bytes(FileIdentity identity, String query) throws IOException {
        var range = RANGE.matcher(query);
        if (!range.matches()) {
            return Answer.words(400, "say ?offset=N&max=N");
        }
        var max = Integer.parseInt(range.group(2));
        if (max < 1 || max > RecordFiles.MAX_READ_BYTES) {
            return Answer.words(400, "max must be 1 to " + RecordFiles.MAX_READ_BYTES);
        }
        for (var file : files.list()) {
            if (file.identity().equals(identity)) {
                var bytes = files.read(file, Long.parseLong(range.group(1)), max);
                return new Answer(bytes.length == 0 ? 204 : 200, "application/octet-stream", Buffer.buffer(bytes));
            }
        }
        throw new FileNotFoundException();
    }

    private Answer readTo(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Answer.words(413, "more than " + MAX_BODY_BYTES + " bytes");
        }
        Position place;
        try {
            var json = new JsonObject(new String(body, StandardCharsets.UTF_8));
            place = new Position(new FileIdentity(json.getString("identity")), json.getLong("offset"));
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            return Answer.words(400, "say {\"identity\": 64 hexadecimal digits, \"offset\": bytes}");
        }
        readTo = Optional.of(place);
        files.readTo(place);
        return new Answer(204, "text/plain", Buffer.buffer());
    }

    /** Whoever asks again and again must not fill the log. */
    private void warn(String what, String why) {
        var now = System.nanoTime();
        if (now - warnedNanos >= WARNS_EVERY.toNanos()) {
            warnedNanos = now;
            LOG.warn("{}: {}; the next such line comes in a minute at the earliest", what, why);
        }
    }
}
