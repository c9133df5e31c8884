package org.hotline12345.ops;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.net.BindException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.http.OfficeRoutes;
import org.hotline12345.ticketing.http.AttachmentRoutes;
import org.hotline12345.ticketing.http.ExportRoutes;
import org.hotline12345.ticketing.http.Open311Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server: who is asking, the modules' routes, the one {@code /ws} per browser, the console's files, and errors in
 * one form (RFC 9457). Handlers run on virtual threads and may wait.
 */
final class Web implements AutoCloseable {
    static final Right STATUS = new Right("ops.status");
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final int INSTANCES = 2;
    /** Files of the working folder stand before those of the class path, so no plain name: our sources have a folder "console". */
    private static final String PAGES = "org/hotline12345/console";

    private static final Pattern UPLOAD = Pattern.compile(AttachmentRoutes.UPLOADS);
    /** What came is not thrown back whole: many refusals say what they could not read. */
    private static final int MOST_DETAIL = 500;

    static final String PROBLEMS = "https://hotline12345.org/problems/";

    private final Vertx vertx;
    private final String deployment;
    private final int port;
    private final List<Route> mounted;

    private Web(Vertx vertx, String deployment, int port, List<Route> mounted) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
        this.mounted = mounted;
    }

    /**
     * Starts to listen.
     *
     * @param routes each module's routes
     * @param ready whether calls can come
     * @param hears whether this process is the one that hears them
     * @param status what the modules know of themselves
     * @throws BadSettings when the port is taken or the address is not of this machine
     */
    static Web launch(
            Vertx vertx,
            Office office,
            Live live,
            WebConfig config,
            List<Consumer<Router>> routes,
            BooleanSupplier ready,
            BooleanSupplier hears,
            Supplier<JsonObject> status) {
        var bound = new java.util.concurrent.atomic.AtomicInteger();
        var mounted = new CopyOnWriteArrayList<Route>();
        var options = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)
                .setInstances(INSTANCES);
        try {
            var id = vertx.deployVerticle(
                            () -> new VerticleBase() {
                                @Override
                                public Future<?> start() {
                                    var router = router(vertx, office, live, config, routes, ready, hears, status);
                                    mounted.addAll(router.getRoutes());
                                    return vertx.createHttpServer(new HttpServerOptions()
                                                    .setHost(config.bind())
                                                    .setPort(config.port())
                                                    .setIdleTimeout(120)
                                                    .setMaxWebSocketFrameSize(16_384)
                                                    .setMaxFormAttributeSize(Open311Routes.MOST_FIELD_BYTES)
                                                    .setCompressionSupported(true))
                                            .requestHandler(router)
                                            .listen()
                                            .onSuccess(server -> bound.set(server.actualPort()));
                                }
                            },
                            options)
                    .await();
            return new Web(vertx, id, bound.get(), mounted);
        } catch (Exception e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new BadSettings(
                        "web.port: \"" + config.port() + "\" cannot be used on " + config.bind()
                                + ": another program listens there, or the address is not of this machine; give --http-port another one");
            }
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Every address that is answered, and by which methods; of each instance the same. */
    List<Route> mounted() {
        return List.copyOf(mounted);
    }

    @Override
    public void close() {
        vertx.undeploy(deployment).await();
    }

    private static Router router(
            Vertx vertx,
            Office office,
            Live live,
            WebConfig config,
            List<Consumer<Router>> routes,
            BooleanSupplier ready,
            BooleanSupplier hears,
            Supplier<JsonObject> status) {
        var router = Router.router(vertx);
        router.route().handler(Web::guardHeaders).failureHandler(Web::explain);
        router.get("/healthz")
                .handler(rc -> rc.response()
                        .setStatusCode(ready.getAsBoolean() ? 200 : 503)
                        .end(ready.getAsBoolean() ? "ok" : "starting"));
        // For who sends people to one of several processes: agents belong where their calls are heard.
        router.get("/healthz/calls").handler(rc -> {
            var here = ready.getAsBoolean() && hears.getAsBoolean();
            rc.response()
                    .setStatusCode(here ? 200 : 503)
                    .end(here ? "calls are heard here" : "calls are not heard here");
        });
        var bodies = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
        // Before anything that waits: what comes of a body while nobody listens is lost.
        // Before anything is read or written: who is sent away has changed nothing and may come again.
        var doorkeeper = new Doorkeeper(config.mostAtWork());
        router.route("/api/*").handler(doorkeeper::admit);
        var timeout = TimeoutHandler.create(config.requestLimit().toMillis());
        router.route("/api/*")
                .handler(rc -> {
                    // A file that streams takes as long as its reader; who reads nothing is cut off by the idle limit.
                    if (rc.normalizedPath().startsWith(ExportRoutes.PATH)) {
                        rc.next();
                    } else {
                        timeout.handle(rc);
                    }
                })
                .handler(rc -> {
                    if (rc.request().method().equals(HttpMethod.POST)
                            && UPLOAD.matcher(rc.normalizedPath()).matches()) {
                        // A file: its route reads it when it knows who sends it.
                        rc.request().pause();
                        rc.next();
                    } else {
                        bodies.handle(rc);
                    }
                });
        router.route("/api/*").handler(Web::refuseForeignPages);
        router.route("/api/*").handler(rc -> {
            identify(office, rc);
            rc.next();
        });
        router.get("/ws").handler(rc -> {
            // Nothing may be read from the line while we ask the database who this is.
            rc.request().pause();
            identify(office, rc);
            openSocket(live, rc);
        });
        new OfficeRoutes(office, config.secureCookie()).mount(router);
        routes.forEach(mount -> mount.accept(router));
        router.get("/api/status").handler(rc -> {
            var visitor = visitor(rc);
            visitor.require(visitor.hotline(), STATUS);
            rc.json(status.get());
        });
        router.route("/api/*").handler(rc -> {
            throw Refused.unknown(
                    "there is no " + rc.request().method() + " " + rc.request().path());
        });
        router.get("/assets/*")
                .handler(StaticHandler.create(PAGES + "/assets")
                        .setMaxAgeSeconds(31_536_000)
                        .setDirectoryListing(false))
                // A page of an older build asks for files that are gone; it reloads itself on a 404.
                .handler(rc -> rc.fail(404));
        router.get().handler(StaticHandler.create(PAGES).setCachingEnabled(false));
        // The console's own addresses (/desk, /tickets/…) are pages of one file.
        router.get().handler(rc -> rc.reroute("/index.html"));
        return router;
    }

    private static void guardHeaders(RoutingContext rc) {
        rc.response()
                .putHeader(
                        "content-security-policy",
                        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
                                + " base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin");
        rc.next();
    }

    private static void identify(Office office, RoutingContext rc) {
        var cookie = rc.request().getCookie(OfficeRoutes.COOKIE);
        if (cookie != null) {
            office.visitor(cookie.getValue()).ifPresent(visitor -> rc.put(SignedIn.REQUEST_KEY, visitor));
        }
    }

    /**
     * A page of another site can send a form, but not this header: belt to the cookie's SameSite braces. Programs that carry
     * a token send none: no page of another site can add one either.
     */
    private static void refuseForeignPages(RoutingContext rc) {
        var method = rc.request().method();
        if (!method.equals(HttpMethod.GET)
                && !method.equals(HttpMethod.HEAD)
                && rc.request().getHeader("x-hotline") == null
                && rc.request().getHeader("authorization") == null) {
            throw Refused.forbidden("requests that change something carry the header X-Hotline: 1");
        }
        rc.next();
    }

    private static void openSocket(Live live, RoutingContext rc) {
        var visitor = visitor(rc);
        var origin = rc.request().getHeader("origin");
        var host = rc.request().getHeader("host");
        if (origin != null && !origin.replaceFirst("^https?://", "").equals(host)) {
            throw Refused.forbidden("a page of another site may not listen here");
        }
        var socket = rc.request().toWebSocket().await();
        if (!live.join(visitor, socket)) {
            socket.close((short) 1013, "too many open pages");
        }
    }

    private static SignedIn visitor(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        return visitor;
    }

    private static void explain(RoutingContext rc) {
        if (rc.response().ended() || rc.response().closed()) {
            return;
        }
        switch (rc.failure()) {
            case Refused refused -> {
                refused.retryAfter()
                        .ifPresent(wait -> rc.response()
                                .putHeader(
                                        "retry-after",
                                        Long.toString(
                                                Math.max(1, wait.plusMillis(999).toSeconds()))));
                problem(rc, refused.kind().status(), refused.kind().type(), refused.getMessage());
            }
            case HttpException http -> problem(rc, http.getStatusCode(), "http", http.getMessage());
            case IllegalArgumentException e -> problem(rc, 400, "invalid", e.getMessage());
            case DecodeException _ -> problem(rc, 400, "invalid", "the body is not JSON as it should be");
            case ClassCastException _ -> problem(rc, 400, "invalid", "a field has another type than it should");
            case null -> problem(rc, rc.statusCode(), "http", null);
            default -> {
                var incident = UUID.randomUUID();
                LOG.error(
                        "request {} {} failed, incident {}",
                        rc.request().method(),
                        rc.request().path(),
                        incident,
                        rc.failure());
                problem(rc, 500, "failure", "this should not have happened; the log has it as incident " + incident);
            }
        }
    }

    private static void problem(
            RoutingContext rc, int status, String type, @org.jspecify.annotations.Nullable String detail) {
        var problem =
                new JsonObject().put("type", PROBLEMS + type).put("title", type).put("status", status);
        if (detail != null) {
            problem.put("detail", detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) + "…" : detail);
        }
        rc.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(problem.encode());
    }
}
