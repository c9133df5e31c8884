package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.IntakeConfig;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Programs file requests for citizens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeRoutesIT {
    private final TestHotline hotline = new TestHotline();
    private TestWeb web;
    private String token;

    @BeforeAll
    void open() {
        IntakeConfig config = new TicketingConfig(5).intake();
        var clients = hotline.ticketing.intakeClients();
        token = clients.add(NORTH, "微信公众号", List.of(Channel.WECHAT, Channel.MAILBOX), 6_000)
                .token();
        web = new TestWeb(
                hotline,
                Map.of("dispatcher", hotline.dispatcher),
                new IntakeRoutes(hotline.ticketing.filings(), new Senders(clients, config, hotline.clock()))::mount);
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private static JsonObject plea() {
        return new JsonObject()
                .put("nature", "HELP")
                .put("title", "路灯不亮")
                .put("content", "解放路路灯坏了三天。")
                .put("area", "解放路")
                .put("requesterName", "张三")
                .put("requesterPhone", "154 0000 0001");
    }

    private TestWeb.Answer file(String channel, JsonObject body, String key) {
        return web.post("/api/intake/" + channel, body, "Authorization", "Bearer " + token, "Idempotency-Key", key);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private long tickets() {
        return hotline.ticketingPool()
                .query("select count(*) as n from ticketing.ticket")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void aRequestBecomesATicketOfItsChannelAndItsClientSeesHowFarItIs() {
        var answer = file("wechat", plea(), newKey());
        assertThat(answer.status()).isEqualTo(201);
        var number = answer.json().getString("number");
        var ticket = hotline.ticketing
                .find(NORTH, new org.hotline12345.ticketing.TicketNumber(number))
                .orElseThrow();
        assertThat(ticket.channel()).isEqualTo(Channel.WECHAT);
        assertThat(ticket.matter().area()).contains("解放路");
        assertThat(hotline.ticketing.requesterPhone(NORTH, ticket.number())).contains(MOBILE);
        assertThat(hotline.office.nameOf(ticket.registeredBy())).isEqualTo("系统");
        assertThat(web.get("/api/intake/tickets/" + number, "Authorization", "Bearer " + token)
                        .json()
                        .getString("state"))
                .isEqualTo("REGISTERED");
        var audited = hotline.database
                .pool("office")
                .preparedQuery(
                        "select object from office.audit where action = 'ticketing.file-request' and object like $1")
                .execute(Tuple.of(number + " by %"))
                .await();
        assertThat(audited.rowCount()).isEqualTo(1);
    }

    @Test
    void theSameKeyIsAnsweredTheSameAndMakesNoSecondTicket() {
        var key = newKey();
        var first = file("wechat", plea(), key);
        var before = tickets();
        hotline.letPass(Duration.ofSeconds(1));
        var again = file("wechat", plea(), key);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(file("wechat", plea().put("title", "井盖丢失"), key).status()).isEqualTo(422);
        assertThat(tickets()).isEqualTo(before);
    }

    @Test
    void sentTwentyTimesAtOnceItIsOneTicket() throws Exception {
        var key = newKey();
        var before = tickets();
        var numbers = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<TestWeb.Answer> send = () -> file("mailbox", plea(), key);
            for (var answer :
                    threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> send).toList())) {
                assertThat(answer.get().status()).isEqualTo(201);
                numbers.add(answer.get().json().getString("number"));
            }
        }
        assertThat(numbers).hasSize(1);
        assertThat(tickets()).isEqualTo(before + 1);
    }

    @Test
    void whoIsNoClientOrNotOfThatChannelIsRefusedBeforeAnythingIsWritten() {
        var before = tickets();
        assertThat(web.post("/api/intake/wechat", plea(), "Idempotency-Key", newKey())
                        .status())
                .isEqualTo(401);
        assertThat(web.post("/api/intake/wechat", plea(), "Authorization", "Bearer guess", "Idempotency-Key", newKey())
                        .status())
                .isEqualTo(401);
        assertThat(file("sms", plea(), newKey()).status()).isEqualTo(403);
        assertThat(file("phone", plea(), newKey()).status()).isEqualTo(404);
        assertThat(file("wechat", plea(), "short").status()).isEqualTo(400);
        assertThat(tickets()).isEqualTo(before);
    }

    @Test
    void eachFieldIsCheckedAndNamed() {
        var before = tickets();
        for (var wrong : List.of(
                plea().put("nature", "WISH"),
                plea().put("title", ""),
                plea().put("title", "a\u0000b"),
                plea().put("title", "长".repeat(201)),
                plea().put("content", "长".repeat(5_001)),
                plea().put("requesterPhone", "不知道"),
                plea().put("requesterName", "名".repeat(51)),
                plea().put("anonymous", "yes"),
                plea().put("latitude", 34.4),
                plea().put("latitude", 91).put("longitude", 115),
                plea().put("mediaUrl", 7),
                plea().put("mediaUrl", "x".repeat(1_001)),
                plea().put("titel", "misspelt"))) {
            var answer = file("wechat", wrong, newKey());
            assertThat(answer.status()).as(wrong.encode()).isEqualTo(400);
            assertThat(answer.json().getString("detail")).isNotBlank();
        }
        assertThat(tickets()).isEqualTo(before);
    }

    @Test
    void aClientHasItsLimitAndIsToldWhenToComeAgain() {
        var slow = hotline.ticketing
                .intakeClients()
                .add(NORTH, "慢", List.of(Channel.APP), 2)
                .token();
        for (int i = 0; i < 2; i++) {
            assertThat(web.post(
                                    "/api/intake/app",
                                    plea(),
                                    "Authorization",
                                    "Bearer " + slow,
                                    "Idempotency-Key",
                                    newKey())
                            .status())
                    .isEqualTo(201);
        }
        hotline.letPass(Duration.ofSeconds(20));
        var before = tickets();
        var third = web.post("/api/intake/app", plea(), "Authorization", "Bearer " + slow, "Idempotency-Key", newKey());
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isEqualTo("40");
        assertThat(tickets()).isEqualTo(before);
        hotline.letPass(Duration.ofSeconds(40));
        assertThat(web.post("/api/intake/app", plea(), "Authorization", "Bearer " + slow, "Idempotency-Key", newKey())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRevokedTokenOpensNothingAndANameIsNotUsedTwice() {
        var clients = hotline.ticketing.intakeClients();
        var gone = clients.add(SOUTH, "旧应用", List.of(Channel.APP), 60).token();
        clients.revoke(SOUTH, "旧应用");
        assertThat(clients.holding(gone)).isEmpty();
        assertThat(clients.list(SOUTH))
                .singleElement()
                .satisfies(client -> assertThat(client.revokedAt()).isPresent());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> clients.add(SOUTH, "旧应用", List.of(Channel.APP), 60))
                .hasMessageContaining("already");
    }

    @Test
    void aClientSeesNoTicketButItsOwn() {
        var other = hotline.ticketing
                .intakeClients()
                .add(NORTH, "别的", List.of(Channel.APP), 60)
                .token();
        var number = file("wechat", plea(), newKey()).json().getString("number");
        var foreign = web.get("/api/intake/tickets/" + number, "Authorization", "Bearer " + other);
        var missing = web.get("/api/intake/tickets/20200101-000001", "Authorization", "Bearer " + other);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text()).isEqualTo(missing.text());
    }

    @Test
    void anAnonymousRequestKeepsNothingOfWhoAsks() {
        var number = file("wechat", plea().put("anonymous", true).put("email", "zhang@example.org"), newKey())
                .json()
                .getString("number");
        var row = hotline.ticketingPool()
                .preparedQuery(
                        "select requester_name, requester_phone, phone_index, email from ticketing.ticket join ticketing.filing using (hotline, number) where number = $1")
                .execute(Tuple.of(number))
                .await()
                .iterator()
                .next();
        for (int column = 0; column < 4; column++) {
            assertThat(Optional.ofNullable(row.getValue(column))).isEmpty();
        }
    }
}
