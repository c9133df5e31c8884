package org.hotline12345.ticketing.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.TestHotline;

/** Routes as the web server has them: the visitor (header X-Who) stands in the context, refusals become statuses. */
final class TestWeb implements AutoCloseable {
    /** What was answered. */
    record Answer(int status, String text, HttpResponse<byte[]> whole) {
        JsonObject json() {
            return new JsonObject(text);
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<HttpServer> server = new AtomicReference<>();

    TestWeb(TestHotline hotline, Map<String, SignedIn> people, Consumer<Router> mount) {
        var web = new VerticleBase() {
            @Override
            public Future<?> start() {
                var router = Router.router(vertx);
                var bodies = BodyHandler.create(false);
                router.route().handler(rc -> {
                    if (rc.request().method().equals(HttpMethod.POST)
                            && rc.request().path().matches(AttachmentRoutes.UPLOADS)) {
                        rc.request().pause();
                        rc.next();
                    } else {
                        bodies.handle(rc);
                    }
                });
                router.route().handler(rc -> {
                    var who = people.get(String.valueOf(rc.request().getHeader("X-Who")));
                    if (who != null) {
                        rc.put(SignedIn.REQUEST_KEY, who);
                    }
                    rc.next();
                });
                router.route().failureHandler(rc -> {
                    if (rc.failure() instanceof Refused refused) {
                        refused.retryAfter()
                                .ifPresent(wait ->
                                        rc.response().putHeader("Retry-After", Long.toString(wait.toSeconds())));
                    }
                    var status = rc.failure() instanceof Refused refused
                            ? refused.kind().status()
                            : rc.failure() instanceof HttpException http
                                    ? http.getStatusCode()
                                    : rc.failure() instanceof IllegalArgumentException ? 400 : 500;
                    rc.response().setStatusCode(status);
                    rc.json(new JsonObject()
                            .put("detail", String.valueOf(rc.failure().getMessage())));
                });
                mount.accept(router);
                return vertx.createHttpServer(
                                new HttpServerOptions().setMaxFormAttributeSize(Open311Routes.MOST_FIELD_BYTES))
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onSuccess(server::set);
            }
        };
        hotline.database
                .vertx()
                .deployVerticle(web, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    String address() {
        return "http://127.0.0.1:" + server.get().actualPort();
    }

    Answer get(String path, String... headers) {
        return ask("GET", path, new byte[0], headers);
    }

    Answer post(String path, JsonObject body, String... headers) {
        return ask("POST", path, body.toBuffer().getBytes(), headers);
    }

    Answer ask(String method, String path, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    new String(response.body(), java.nio.charset.StandardCharsets.UTF_8),
                    response);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
