package org.hotline12345.telephony.cel;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.RecordConfig;

/** The record beside an Asterisk on another machine, asked of the record server there. */
public final class RemoteRecordFiles implements RecordFiles {
    static final String BEARER = "Bearer ";

    /** A list of the most files has some 2 MB. */
    private static final int MAX_LIST_BYTES = 4 << 20;

    private static final int MAX_WORDS_BYTES = 1 << 10;

    private final RecordConfig.Remote config;
    private final HttpClient client;

    private RemoteRecordFiles(RecordConfig.Remote config, HttpClient client) {
        this.config = config;
        this.client = client;
    }

    /**
     * Asks nothing yet.
     *
     * @throws BadSettings when the trust file cannot be used
     */
    public static RemoteRecordFiles open(RecordConfig.Remote config) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.answerLimit())
                .sslContext(RecordTls.client(config.trustFile()))
                .sslParameters(RecordTls.parameters())
                .build();
        return new RemoteRecordFiles(config, client);
    }

    @Override
    public List<RecordFile> list() throws IOException {
        var body = ask(to("/files").GET(), MAX_LIST_BYTES).body();
        try {
            var files = new ArrayList<RecordFile>();
            for (var element : new JsonObject(new String(body, StandardCharsets.UTF_8)).getJsonArray("files")) {
                var file = (JsonObject) element;
                files.add(new RecordFile(
                        new FileIdentity(file.getString("identity")),
                        file.getString("name"),
                        file.getLong("size"),
                        file.getBoolean("settled")));
            }
            return List.copyOf(files);
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new IOException(config.url() + " answers as no record server does: check telephony.record.url", e);
        }
    }

    @Override
    public byte[] read(RecordFile file, long offset, int maxBytes) throws IOException {
        if (offset < 0 || maxBytes < 1 || maxBytes > MAX_READ_BYTES) {
            throw new IllegalArgumentException("offset " + offset + ", bytes " + maxBytes);
        }
        var path = "/files/" + file.identity().value() + "?offset=" + offset + "&max=" + maxBytes;
        return ask(to(path).GET(), maxBytes).body();
    }

    @Override
    public void readTo(Position place) throws IOException {
        var body = new JsonObject()
                .put("identity", place.file().value())
                .put("offset", place.offset())
                .encode();
        ask(to("/read-to").POST(HttpRequest.BodyPublishers.ofString(body)), 0);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(config.url() + path));
    }

    private HttpResponse<byte[]> ask(HttpRequest.Builder request, int maxBytes) throws IOException {
        HttpResponse<byte[]> response;
        try {
            request.timeout(config.answerLimit()).header("Authorization", BEARER + config.secret());
            response = client.send(
                    request.build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), Math.max(maxBytes, MAX_WORDS_BYTES)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while the record server was asked");
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    config.url() + " did not answer within "
                            + config.answerLimit().toMillis() + " ms",
                    e);
        } catch (SSLException e) {
            throw new IOException(
                    config.url() + ": no secure connection (" + e.getMessage()
                            + "): telephony.record.trust-file must hold"
                            + " the server's certificate or its issuer's, and the certificate must be for this host and not"
                            + " have run out",
                    e);
        } catch (ConnectException e) {
            throw new IOException(config.url() + ": no record server listens there (telephony.record.url)", e);
        } catch (BadSettings e) {
            throw new IOException(e.getMessage(), e);
        }
        return switch (response.statusCode()) {
            case 200, 204 -> response;
            case 401 ->
                throw new IOException(
                        config.url()
                                + " refuses our secret: telephony.record.secret-file must hold what the server's --secret-file does");
            case 404 ->
                throw new FileNotFoundException(
                        "the file is gone from " + config.url() + ": list the files again to see what is left");
            default ->
                throw new IOException(
                        config.url() + " answers " + response.statusCode() + ": " + words(response.body()));
        };
    }

    /** What the server says, as far as it can stand in a log. */
    private static String words(byte[] body) {
        var words = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
        return words.strip().replaceAll("[^ -~]", "?");
    }
}
