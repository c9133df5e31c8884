package org.hotline12345.ops;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.http.BulletinRoutes;
import org.hotline12345.bulletin.http.EditionRoutes;
import org.hotline12345.bulletin.http.ScoreRoutes;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.callback.http.SurveyRoutes;
import org.hotline12345.metrics.Metrics;
import org.hotline12345.metrics.http.MetricsRoutes;
import org.hotline12345.office.Office;
import org.hotline12345.office.PgDatabase;
import org.hotline12345.telephony.NodeState;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.http.AgentRoutes;
import org.hotline12345.telephony.http.AgentTopics;
import org.hotline12345.telephony.http.CallRoutes;
import org.hotline12345.telephony.http.FigureRoutes;
import org.hotline12345.telephony.http.LineRoutes;
import org.hotline12345.telephony.http.RecordingRoutes;
import org.hotline12345.telephony.http.WaitingRoutes;
import org.hotline12345.telephony.http.WaitingTopic;
import org.hotline12345.telephony.http.WishRoutes;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.http.AttachmentRoutes;
import org.hotline12345.ticketing.http.DeskRoutes;
import org.hotline12345.ticketing.http.ExportRoutes;
import org.hotline12345.ticketing.http.IntakeRoutes;
import org.hotline12345.ticketing.http.Open311Routes;
import org.hotline12345.ticketing.http.ReportRoutes;
import org.hotline12345.ticketing.http.Senders;
import org.hotline12345.ticketing.http.SheetRoutes;
import org.hotline12345.ticketing.http.TicketRoutes;
import org.hotline12345.ticketing.http.UpstreamRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program without its database and its Asterisk: the modules, launched left to right and closed right to left. */
public final class Backend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Duration BROWSERS_ASKED_EVERY = Duration.ofSeconds(15);

    private final Deque<AutoCloseable> open;
    private final Office office;
    private final Telephony telephony;
    private final Web web;
    private final Runnable start;

    private Backend(Deque<AutoCloseable> open, Office office, Telephony telephony, Web web, Runnable start) {
        this.open = open;
        this.office = office;
        this.telephony = telephony;
        this.web = web;
        this.start = start;
    }

    /** From now on calls are taken, citizens asked and pages told. */
    public void start() {
        start.run();
    }

    /**
     * Migrates the database and launches all modules; {@link #start} lets calls in.
     *
     * @throws org.hotline12345.office.BadSettings when a part cannot start for a reason that its configuration can mend
     */
    public static Backend launch(Config config, PgDatabase database, Clock clock) {
        var open = new ArrayDeque<AutoCloseable>();
        try {
            database.migrate();
            var vertx = Vertx.vertx(new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setFileSystemOptions(new FileSystemOptions().setFileCacheDir(WebCache.in(config.data()))));
            open.push(() -> vertx.close().await());
            var limit = config.database().connectionsPerModule();
            var office = opened(
                    open, () -> Office.launch(pool(open, database, vertx, "office", limit), clock, config.office()));
            var telephony = opened(
                    open,
                    () -> Telephony.launch(
                            pool(open, database, vertx, "telephony", limit), clock, office, config.telephony()));
            var ticketing = opened(
                    open,
                    () -> Ticketing.launch(
                            pool(open, database, vertx, "ticketing", limit),
                            clock,
                            office,
                            telephony,
                            config.ticketing()));
            var callbacks = opened(
                    open,
                    () -> Callbacks.launch(
                            pool(open, database, vertx, "callback", limit),
                            clock,
                            office,
                            telephony,
                            ticketing,
                            config.callback()));
            var erasing = new Erasing(office, telephony.callers(), ticketing.requesters(), callbacks.respondents());
            var metrics = opened(open, () -> Metrics.launch(office, telephony, ticketing, callbacks, clock));
            var bulletins = opened(
                    open,
                    () -> Bulletins.launch(
                            pool(open, database, vertx, "bulletin", limit), clock, office, config.bulletin()));
            var live = opened(open, () -> Live.launch(BROWSERS_ASKED_EVERY));
            var intake = config.ticketing().intake();
            var senders = new Senders(ticketing.intakeClients(), intake, clock);
            var ready = new AtomicBoolean();
            var web = opened(
                    open,
                    () -> Web.launch(
                            vertx,
                            office,
                            live,
                            config.web(),
                            List.of(
                                    new AgentRoutes(telephony, office, clock)::mount,
                                    new WaitingRoutes(telephony, clock)::mount,
                                    new CallRoutes(telephony, office)::mount,
                                    new RecordingRoutes(telephony.recordings(), office)::mount,
                                    new FigureRoutes(telephony.figures())::mount,
                                    new LineRoutes(telephony.lines(), office)::mount,
                                    new WishRoutes(telephony.wishes(), office)::mount,
                                    new AttachmentRoutes(ticketing, office, senders)::mount,
                                    new ExportRoutes(ticketing, office)::mount,
                                    new UpstreamRoutes(ticketing)::mount,
                                    new SheetRoutes(ticketing, office, clock)::mount,
                                    new TicketRoutes(ticketing, telephony, office)::mount,
                                    new IntakeRoutes(ticketing.filings(), senders)::mount,
                                    new Open311Routes(ticketing.filings(), office, senders, clock)::mount,
                                    new ReportRoutes(ticketing.filings(), office, senders, intake)::mount,
                                    new DeskRoutes(ticketing, office)::mount,
                                    new SurveyRoutes(callbacks, telephony)::mount,
                                    new BulletinRoutes(bulletins, office)::mount,
                                    new ScoreRoutes(bulletins, office)::mount,
                                    new EditionRoutes(bulletins, office)::mount,
                                    new MetricsRoutes(metrics)::mount),
                            ready::get,
                            () -> telephony.nodes().stream().allMatch(NodeState::ours),
                            () -> new JsonObject(Map.of(
                                    "office", office.status(),
                                    "telephony", telephony.status(),
                                    "ticketing", ticketing.status(),
                                    "callback", callbacks.status(),
                                    "browsers", live.count()))));
            return new Backend(open, office, telephony, web, () -> {
                // Ports that point right go in last, when all doors stand; then calls may come.
                office.start();
                erasing.resume();
                ticketing.start(live);
                callbacks.start();
                var waiting = new WaitingTopic(live, telephony, clock);
                telephony.addListener(waiting);
                vertx.setPeriodic(WaitingTopic.EVERY.toMillis(), _ -> waiting.tell());
                vertx.setPeriodic(Live.BEAT_EVERY.toMillis(), _ -> live.beat(clock.instant()));
                telephony.answerProgressWith(ticketing.progress());
                telephony.agents().addListener(new AgentTopics(live, office, clock));
                telephony.agents().watch(live::isOpen);
                telephony.start();
                ready.set(true);
            });
        } catch (RuntimeException e) {
            closeAll(open);
            throw e;
        }
    }

    public Office office() {
        return office;
    }

    public Telephony telephony() {
        return telephony;
    }

    /** The port that the web server listens on. */
    public int port() {
        return web.port();
    }

    /** Every address that is answered, and by which methods. */
    List<Route> mounted() {
        return web.mounted();
    }

    @Override
    public void close() {
        closeAll(open);
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> open, Callable<T> launch) {
        try {
            var part = launch.call();
            open.push(part);
            return part;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pool pool(
            Deque<AutoCloseable> open, PgDatabase database, Vertx vertx, String module, int maxConnections) {
        var pool = database.pool(vertx, module, maxConnections);
        open.push(() -> pool.close().await());
        return pool;
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        while (!open.isEmpty()) {
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not close in order; the others are closed all the same", e);
            }
        }
    }
}
