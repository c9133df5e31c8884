package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends requests as they are written, right or wrong. */
public final class Asker {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** @param type of what was answered, without its parameters; empty for nothing */
    public record Answer(int status, String type, String body) {}

    private final String address;
    private final Map<String, String> headers;

    public Asker(String address, Map<String, String> headers) {
        this.address = address;
        this.headers = Map.copyOf(headers);
    }

    /** Somebody who has signed in. */
    public static Asker signedIn(String address, Visitor visitor) {
        return new Asker(address, Map.of("Cookie", visitor.cookie()));
    }

    public Answer ask(String method, String path, Optional<String> body) {
        return ask(method, path, body.map(text -> text.getBytes(StandardCharsets.UTF_8)), "application/json");
    }

    public Answer ask(String method, String path, Optional<byte[]> body, String type) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .header("X-Hotline", "1")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        body.ifPresent(_ -> request.header("Content-Type", type));
        headers.forEach(request::header);
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            var answered = answer.headers().firstValue("content-type").orElse("");
            return new Answer(answer.statusCode(), answered.replaceAll(";.*", ""), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
