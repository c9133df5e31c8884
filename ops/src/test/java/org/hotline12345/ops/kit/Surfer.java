package org.hotline12345.ops.kit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A browser without pages: keeps cookies, goes where it is told and nowhere else. */
public final class Surfer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** @param cookies as they were set, with what stands behind them */
    public record Answer(int status, Optional<String> location, String body, List<String> cookies) {
        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .build();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private final String address;

    public Surfer(String address) {
        this.address = address;
    }

    public Answer get(String path) {
        return ask(request(path).GET());
    }

    public Answer post(String path, JsonObject body) {
        return ask(request(path)
                .header("X-Hotline", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    public Answer delete(String path) {
        return ask(request(path).header("X-Hotline", "1").DELETE());
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /** Puts a cookie there, as whoever sits at the browser can. */
    public Surfer keep(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(LIMIT);
    }

    private Answer ask(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            var set = response.headers().allValues("set-cookie");
            set.forEach(this::take);
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("location"),
                    response.body(),
                    List.copyOf(set));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void take(String cookie) {
        var pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
