package org.hotline12345.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hotline12345.callback.CallbackConfig;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.callback.sms.TestSmsc;
import org.hotline12345.metrics.http.MetricsRoutes;
import org.hotline12345.office.Grant;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.Rights;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.Test;

/** The real modules, heard by meters and read over HTTP. */
class MetricsIT {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final String MOBILE = "15400000001";

    private HttpServer server;

    @Test
    void aTicketItsSurveyAndItsRatingAreReadOverHttpAndNothingPersonalIs() throws Exception {
        try (var database = TestDatabase.open();
                var smsc = TestSmsc.open()) {
            smsc.citizensAnswer(message -> Optional.of("2"));
            var clock = Clock.systemUTC();
            var office = Office.launch(database.pool("office"), clock, TestKeys.officeConfig());
            office.addHotline(new Hotline(NORTH, "北县12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
            office.addProfile(
                    NORTH, "callback: {hours-from: \"00:00\", hours-until: \"24:00\"}", Instant.EPOCH, PersonId.SYSTEM);
            try (var telephony = Telephony.launch(
                            database.pool("telephony"),
                            clock,
                            office,
                            TelephonyConfig.read(Settings.parse("test", """
                                    ami: {port: 9, secret-file: target/no-secret}
                                    agi: {port: 0}
                                    record: {source: none}
                                    prompts-dir: target/test-prompts
                                    recordings-dir: target/test-recordings
                                    """, Map.of())));
                    var ticketing = Ticketing.launch(
                            database.pool("ticketing"), clock, office, telephony, new TicketingConfig(5));
                    var callbacks = Callbacks.launch(
                            database.pool("callback"),
                            clock,
                            office,
                            telephony,
                            ticketing,
                            new CallbackConfig(Duration.ofMillis(20), 100, 5, 5, Optional.of(smsc.config())));
                    var metrics = Metrics.launch(office, telephony, ticketing, callbacks, clock)) {
                telephony.start();
                callbacks.start();
                serve(database, metrics);
                office.addHotline(new Hotline(
                        new HotlineCode("south"), "南县12345热线", "12346", "0371", ZoneId.of("Asia/Shanghai")));
                await().untilAsserted(() -> assertThat(scrape().lines())
                        .as("a hotline that is made while the program runs")
                        .contains(
                                "hotline_calls_offered_total{hotline=\"south\",line=\"12346\"} 0.0",
                                "hotline_agents{hotline=\"south\",state=\"ready\"} 0.0"));
                closeATicket(ticketing);
                await().untilAsserted(() -> assertThat(scrape().lines())
                        .contains(
                                "hotline_tickets_total{hotline=\"north\",state=\"registered\"} 1.0",
                                "hotline_tickets_total{hotline=\"north\",state=\"closed\"} 1.0",
                                "hotline_surveys_asked_total{channel=\"sms\",hotline=\"north\"} 1.0",
                                "hotline_surveys_answered_total{channel=\"sms\",hotline=\"north\",rating=\"basically_satisfied\"} 1.0",
                                "hotline_calls_offered_total{hotline=\"north\",line=\"12345\"} 0.0",
                                "hotline_asterisk_connected 0.0",
                                "hotline_asterisk_link{node=\"pbx1\",state=\"connected\"} 0.0",
                                "hotline_asterisk_events_waiting{node=\"pbx1\"} 0.0",
                                "hotline_asterisk_gaps_open{node=\"pbx1\"} 0.0",
                                "hotline_asterisk_record_readable{node=\"pbx1\"} NaN",
                                "hotline_calls_unsettled NaN",
                                "hotline_agents{hotline=\"north\",state=\"ready\"} 0.0",
                                "hotline_asterisk_heard{node=\"pbx1\"} 0.0"));
                assertThat(scrape())
                        .as("nobody else hears it")
                        .doesNotContain("hotline_asterisk_owned_since_seconds{node=\"pbx1\"} 0.0");
                assertThat(scrape()).doesNotContain(MOBILE).doesNotContain("张三");
            }
        }
    }

    private static void closeATicket(Ticketing ticketing) {
        var agent = new SignedIn(
                new PersonId(UUID.randomUUID()),
                "agent",
                "某人",
                List.of(new Grant(NORTH, "agent", Optional.empty(), Set.of(Rights.REGISTER, Rights.SEE))));
        var number = ticketing
                .register(
                        agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.INQUIRY, "咨询医保", "如何办理医保转移。", Optional.empty()),
                                new Requester(Optional.of("张三"), Optional.of(MOBILE))))
                .ticket()
                .number();
        ticketing.act(NORTH, number, new TicketCommand.Answer(agent, "已答复。"));
    }

    private void serve(TestDatabase database, Metrics metrics) {
        var web = new VerticleBase() {
            @Override
            public Future<?> start() {
                var router = Router.router(vertx);
                new MetricsRoutes(metrics).mount(router);
                return vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .onSuccess(listening -> server = listening);
            }
        };
        database.vertx()
                .deployVerticle(web, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    private String scrape() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
