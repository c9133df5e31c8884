package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.SignedIn;
import org.hotline12345.ticketing.IntakeConfig;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Citizens write themselves, ask how far it is, and are kept from the unit that they report on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportRoutesIT {
    private static final Duration LONG = Duration.ofHours(2);

    private final TestHotline hotline = new TestHotline();
    private TestWeb web;

    @BeforeAll
    void open() {
        var plain = new TicketingConfig(5).intake();
        var config = new IntakeConfig(Optional.of("X-Real-IP"), 3, 30, plain.attachmentsDir(), 1_000, 2);
        var senders = new Senders(hotline.ticketing.intakeClients(), config, hotline.clock());
        hotline.office.addProfile(
                SOUTH,
                "ticketing: {form: {name: REQUIRED, phone: OPTIONAL, anonymous: false}}",
                Instant.EPOCH,
                PersonId.SYSTEM);
        web = new TestWeb(
                hotline,
                Map.of(
                        "agent", hotline.agent,
                        "dispatcher", hotline.dispatcher,
                        "leader", hotline.leader,
                        "clerk", hotline.healthClerk),
                router -> {
                    new ReportRoutes(hotline.ticketing.filings(), hotline.office, senders, config).mount(router);
                    new TicketRoutes(hotline.ticketing, hotline.telephony, hotline.office).mount(router);
                });
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private static JsonObject plea() {
        return new JsonObject()
                .put("nature", "TIP_OFF")
                .put("title", "餐馆后厨不洁")
                .put("content", "某餐馆后厨有老鼠。")
                .put("requesterName", "张三")
                .put("requesterPhone", MOBILE);
    }

    /** From an address of its own, so that limits of one test are not another's. */
    private TestWeb.Answer report(JsonObject body, String query) {
        return web.post(
                "/api/public/reports" + query,
                body,
                "Idempotency-Key",
                UUID.randomUUID().toString(),
                "X-Real-IP",
                UUID.randomUUID().toString());
    }

    private TestWeb.Answer ask(String number, String proof) {
        return web.post(
                "/api/public/progress",
                new JsonObject().put("number", number).put("proof", proof),
                "X-Real-IP",
                UUID.randomUUID().toString());
    }

    private Ticket ticket(JsonObject filed) {
        return hotline.ticketing
                .find(NORTH, new TicketNumber(filed.getString("number")))
                .orElseThrow();
    }

    private JsonObject seen(String who, Ticket ticket) {
        return web.get("/api/tickets/" + ticket.number(), "X-Who", who).json();
    }

    @Test
    void aCitizenFilesAndSeesByCodeOrLastDigitsHowFarItIs() {
        var filed = report(plea().put("nature", "HELP"), "").json();
        var number = filed.getString("number");
        assertThat(filed.getString("proof")).matches("[2-9A-Z]{8}");
        for (var proof : List.of(
                filed.getString("proof"), filed.getString("proof").toLowerCase(java.util.Locale.ROOT), "0001")) {
            var answer = ask(number, proof);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().fieldNames())
                    .containsExactly("number", "state", "words", "registeredAt", "handledAt", "overAt");
            assertThat(answer.text()).doesNotContain("张三", MOBILE, "餐馆");
        }
        var ticket = ticket(filed);
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(ask(number.replace("-", ""), "0001").json().getString("state"))
                .isEqualTo("DISPATCHED");
    }

    @Test
    void anyAgentAnswersWhatCameInWithoutOne() {
        var filed = report(plea().put("nature", "INQUIRY"), "").json();
        var answered = web.post(
                "/api/tickets/" + filed.getString("number") + "/answer",
                new JsonObject().put("text", "已电话告知办理地点"),
                "X-Who",
                "agent");
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(ask(filed.getString("number"), "0001").json().getString("state"))
                .isEqualTo("CLOSED");
    }

    @Test
    void unknownAndForbiddenAnswerAlike() {
        var number = report(plea(), "").json().getString("number");
        var wrong = ask(number, "9999");
        var missing = ask("20200101-000001", "9999");
        var nonsense = ask("no number", "9999");
        assertThat(wrong.status()).isEqualTo(404);
        assertThat(List.of(missing.text(), nonsense.text())).containsOnly(wrong.text());
        assertThat(List.of(missing.status(), nonsense.status())).containsOnly(404);
    }

    @Test
    void whoTriesLastDigitsOneAfterAnotherIsNotHeardAnyMoreAndTheCodeStillWorks() {
        var filed = report(plea(), "").json();
        var number = filed.getString("number");
        for (int i = 0; i < 10; i++) {
            assertThat(ask(number, "900" + i).status()).isEqualTo(404);
        }
        assertThat(ask(number, "0001").status()).isEqualTo(404);
        assertThat(ask(number, filed.getString("proof")).status()).isEqualTo(200);
        hotline.letPass(Duration.ofDays(1));
        assertThat(ask(number, "0001").status()).isEqualTo(200);
    }

    @Test
    void anAddressHasItsLimit() {
        for (int i = 0; i < 3; i++) {
            assertThat(web.post(
                                    "/api/public/reports",
                                    plea(),
                                    "Idempotency-Key",
                                    "limit-key-" + i,
                                    "X-Real-IP",
                                    "192.0.2.1")
                            .status())
                    .isEqualTo(201);
        }
        var fourth =
                web.post("/api/public/reports", plea(), "Idempotency-Key", "limit-key-4", "X-Real-IP", "192.0.2.1");
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.header("Retry-After")).isEqualTo("3600");
        assertThat(web.post("/api/public/reports", plea(), "Idempotency-Key", "limit-key-5", "X-Real-IP", "192.0.2.2")
                        .status())
                .isEqualTo(201);
        hotline.letPass(LONG);
    }

    @Test
    void theProfileSaysWhatMustBeGiven() {
        assertThat(web.get("/api/public/form?hotline=south").json().getMap())
                .containsEntry("nameRequired", true)
                .containsEntry("phoneRequired", false)
                .containsEntry("anonymous", false);
        assertThat(report(plea().put("requesterName", ""), "?hotline=south").status())
                .isEqualTo(400);
        assertThat(report(plea().put("anonymous", true), "?hotline=south").status())
                .isEqualTo(400);
        assertThat(report(plea(), "?hotline=south").status()).isEqualTo(201);
        var withoutPhone = plea();
        withoutPhone.remove("requesterPhone");
        assertThat(report(withoutPhone, "").status()).isEqualTo(400);
        assertThat(report(withoutPhone.copy().put("anonymous", true), "").status())
                .isEqualTo(201);
        assertThat(web.get("/api/public/form?hotline=nowhere").status()).isEqualTo(404);
    }

    @Test
    void whoTipsOffIsHiddenFromTheUnitEvenWhenTheNextStepIsItsOwn() {
        var ticket = ticket(report(plea(), "").json());
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        var toUnit = seen("clerk", ticket);
        assertThat(toUnit.getJsonArray("allowed")).contains("acknowledge");
        assertThat(toUnit.getJsonObject("requester").getMap())
                .containsEntry("name", null)
                .containsEntry("phone", null)
                .containsEntry("full", false)
                .containsEntry("secrecy", "HIDDEN");
        assertThat(toUnit.encode()).doesNotContain("张", "154", "0001\"");
        assertThat(seen("dispatcher", ticket).getJsonObject("requester").getMap())
                .containsEntry("secrecy", "CONFIDENTIAL")
                .containsEntry("phone", "154****0001");
    }

    @Test
    void theUnitsLeaderWhoAlsoMaySeeAllTicketsSeesNothingEither() {
        var ticket = ticket(report(plea(), "").json());
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        var grants = java.util.stream.Stream.concat(
                        hotline.healthClerk.grants().stream(), hotline.dispatcher.grants().stream())
                .toList();
        var both = new SignedIn(hotline.healthClerk.person(), "both", "某", grants);
        var current = hotline.ticketing.see(both, NORTH, ticket.number());
        assertThat(hotline.ticketing
                        .shown(both, current)
                        .requester()
                        .requester()
                        .phone())
                .isEmpty();
    }

    @Test
    void aTipOffByTelephoneHidesTheCallToo() {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var made = web.post(
                        "/api/tickets",
                        new JsonObject()
                                .put("call", call.value())
                                .put("nature", "TIP_OFF")
                                .put("title", "餐馆后厨不洁")
                                .put("content", "某餐馆后厨有老鼠。"),
                        "X-Who",
                        "agent")
                .json();
        var ticket = ticket(made);
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(seen("clerk", ticket).getJsonObject("call")).isNull();
        assertThat(seen("dispatcher", ticket).getJsonObject("call").getString("caller"))
                .isEqualTo("154****0001");
    }

    @Test
    void aRequestThatIsReclassifiedAsATipOffBecomesConfidential() {
        var ticket = ticket(report(plea().put("nature", "COMPLAINT"), "").json());
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(seen("clerk", ticket).getJsonObject("requester").getString("phone"))
                .isEqualTo(MOBILE);
        web.post(
                "/api/tickets/" + ticket.number() + "/reclassify",
                new JsonObject().put("nature", "TIP_OFF").put("why", "实为举报"),
                "X-Who",
                "dispatcher");
        assertThat(seen("clerk", ticket).getJsonObject("requester").getString("phone"))
                .isNull();
    }

    @Test
    void whoeverWishesItIsConfidentialAndWhoeverDoesNotIsNot() {
        var hidden = ticket(report(plea().put("nature", "COMPLAINT").put("confidential", true), "")
                .json());
        hotline.act(hidden, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(seen("clerk", hidden).getJsonObject("requester").getString("secrecy"))
                .isEqualTo("HIDDEN");
        var open = ticket(report(plea().put("confidential", false), "").json());
        hotline.act(open, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(seen("clerk", open).getJsonObject("requester").getString("phone"))
                .isEqualTo(MOBILE);
    }
}
