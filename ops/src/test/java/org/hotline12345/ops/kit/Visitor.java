package org.hotline12345.ops.kit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person at a browser, as a program: signs in over HTTP, asks, acts, and hears the live frames. */
public final class Visitor implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A frame of the WebSocket and when it came. */
    public record Frame(Instant at, String topic, JsonObject data) {}

    /** What the server answered. */
    public record Answer(int status, String body) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        public JsonArray array() {
            return new JsonArray(body);
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final String address;
    private final String cookie;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private Optional<WebSocket> socket = Optional.empty();

    private Visitor(String address, String cookie) {
        this.address = address;
        this.cookie = cookie;
    }

    /** Signs in with a one-time password and gives it up for one of its own, as the first page asks. */
    public static Visitor signInFirst(String address, String login, String oneTimePassword) {
        var visitor = signIn(address, login, oneTimePassword);
        var changed = visitor.put(
                "/api/session/password",
                new JsonObject().put("old", oneTimePassword).put("new", ownPassword(oneTimePassword)));
        if (changed.status() != 204) {
            throw new IllegalStateException(login + " cannot change the password: " + changed.body());
        }
        return visitor;
    }

    public static Visitor signIn(String address, String login, String password) {
        var stranger = new Visitor(address, "");
        var response = stranger.exchange(
                "POST", "/api/session", new JsonObject().put("login", login).put("password", password));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(login + " cannot sign in: " + response.body());
        }
        var cookie = response.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        return new Visitor(address, cookie);
    }

    /** The password that {@link #signInFirst} changes a one-time password to. */
    public static String ownPassword(String oneTimePassword) {
        return oneTimePassword + "-own";
    }

    /** Somebody who is not signed in. */
    public static Visitor stranger(String address) {
        return new Visitor(address, "");
    }

    public String cookie() {
        return cookie;
    }

    public Answer get(String path) {
        return answer("GET", path, null);
    }

    public Answer post(String path, JsonObject body) {
        return answer("POST", path, body);
    }

    public Answer put(String path, JsonObject body) {
        return answer("PUT", path, body);
    }

    public Answer delete(String path) {
        return answer("DELETE", path, null);
    }

    private Answer answer(String method, String path, JsonObject body) {
        var response = exchange(method, path, body);
        return new Answer(response.statusCode(), response.body());
    }

    private HttpResponse<String> exchange(String method, String path, JsonObject body) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .header("X-Hotline", "1")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens the page's one WebSocket. */
    public Visitor listen() {
        var text = new StringBuilder();
        socket = Optional.of(client.newWebSocketBuilder()
                .header("Cookie", cookie)
                .connectTimeout(LIMIT)
                .buildAsync(URI.create(address.replaceFirst("^http", "ws") + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            var frame = new JsonObject(text.toString());
                            text.setLength(0);
                            frames.add(new Frame(Instant.now(), frame.getString("topic"), frame.getJsonObject("data")));
                        }
                        webSocket.request(1);
                        return null;
                    }
                })
                .join());
        return this;
    }

    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public void close() {
        socket.ifPresent(WebSocket::abort);
        client.close();
    }
}
