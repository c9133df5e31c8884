package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.hotline12345.callback.sms.TestSmsc;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Prometheus;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Story;
import org.hotline12345.ops.kit.Visitor;
import org.hotline12345.ops.kit.Visitor.Frame;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One morning at a hotline, all the way from the ring of the phone to the month's bulletin, on real parts: SIPp dials a
 * real Asterisk, a real PostgreSQL keeps the rows, a real SMS centre carries the survey, a real Prometheus scrapes, a
 * real Chromium shows the pop. What happens is drawn from the seed; the bulletin must say exactly that.
 */
class CallToBulletinIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int RING_MILLIS = 700;
    private static final int TALK_MILLIS = 3_500;

    @TempDir
    private Path folder;

    private HotlineKit kit;
    private Sipp sipp;
    private TestSmsc smsc;

    private final Map<Integer, String> ticketOf = new HashMap<>();
    private final List<String> trouble = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {12345, 20_261_122, 66})
    void whatHappenedIsWhatTheBulletinSays(long seed) throws Exception {
        var random = new Random(seed);
        var stories = Story.draw(random);
        var givesUpInQueue = 1 + random.nextInt(2);
        var givesUpInGreeting = random.nextInt(2);
        System.out.println("CallToBulletinIT seed " + seed + ": " + stories.size() + " talks, " + givesUpInQueue
                + " give up in the queue, " + givesUpInGreeting + " in the greeting; " + stories);

        smsc = TestSmsc.open();
        try (var smsCentre = smsc;
                var hotline = HotlineKit.open(
                        folder.resolve("data"),
                        Map.of(
                                "callback.sms.host",
                                "127.0.0.1",
                                "callback.sms.port",
                                Integer.toString(smsCentre.port()),
                                "callback.sms.system-id",
                                TestSmsc.SYSTEM_ID,
                                "callback.sms.password-file",
                                smscPassword().toString(),
                                "callback.sms.source",
                                TestSmsc.SOURCE));
                var phones =
                        new Sipp(REPOSITORY.resolve("ops/src/test/sipp"), folder.resolve("sipp"), hotline.sipPort());
                var prometheus = Prometheus.open(folder.resolve("prometheus"), hotline.port())) {
            kit = hotline;
            sipp = phones;
            // Short words, and citizens may be asked at whatever hour the test runs.
            kit.profile("""
                    telephony:
                      greeting: 您好，一二三四五热线。
                      recording-notice: 通话将被录音。
                    callback:
                      start: CLOSED
                      hours-from: "00:00"
                      hours-until: "24:00"
                      voice:
                        greeting: 您好。
                        question: 满意请按1，基本满意请按2，不满意请按3。
                        thanks: 再见。
                    """);
            smsc.citizensAnswer(message -> replyOf(stories, message.to()));
            // The citizens with landlines are rung; they press the digit that was drawn.
            var digit = stories.stream()
                    .filter(story -> !story.mobile())
                    .findFirst()
                    .flatMap(Story::rating)
                    .orElseThrow();
            var carrier = sipp.carrier(
                    "citizen-answers-survey",
                    kit.carrierPort(),
                    Map.of(
                            "ring_ms",
                            500,
                            "before_ms",
                            3_000,
                            "between_ms",
                            500,
                            "digit1",
                            digit,
                            "digit2",
                            -1,
                            "digit3",
                            -1));

            citizensGiveUp(givesUpInQueue, givesUpInGreeting);
            var witnessed = citizensTalk(stories, seed);
            officeHandles(stories);
            surveysAreAnswered(stories);

            var expected = new Expected(stories, givesUpInQueue, givesUpInGreeting);
            missedCallsArePlanned(givesUpInQueue);
            metersAgree(expected, prometheus);
            bulletinAgrees(expected);
            assertThat(witnessed).as("SIPp's own count of talks").isEqualTo(stories.size());
            assertThat(carrier.tally().failed())
                    .as("SIPp's failed survey calls")
                    .isZero();
            assertThat(trouble).isEmpty();
        }
    }

    private record Expected(List<Story> stories, int abandonedInQueue, int abandonedInGreeting) {
        long offered() {
            return (long) stories.size() + abandonedInQueue;
        }

        long tickets() {
            return stories.stream().filter(Story::hasTicket).count();
        }

        long closed() {
            return stories.stream().filter(Story::isClosed).count();
        }

        long rated() {
            return stories.stream().filter(story -> story.rating().isPresent()).count();
        }

        long rated(int digit) {
            return stories.stream()
                    .filter(story -> story.rating().equals(Optional.of(digit)))
                    .count();
        }

        long with(Story.Course course) {
            return stories.stream().filter(story -> story.course() == course).count();
        }
    }

    // 6. Citizens hang up before anyone answers: no agent is signed in yet.
    private void citizensGiveUp(int inQueue, int inGreeting) {
        if (inGreeting > 0) {
            var early = sipp.dial("citizen-gives-up", "12345", numbers(700, inGreeting), 1, Map.of("after_ms", 800));
            assertThat(early.await(ofSeconds(30)).successful()).isEqualTo(inGreeting);
        }
        var late = sipp.dial("citizen-gives-up", "12345", numbers(800, inQueue), 1, Map.of("after_ms", 15_000));
        assertThat(late.await(ofSeconds(60)).successful()).isEqualTo(inQueue);
    }

    // 1. to 3. Citizens talk; each agent's page has the pop before the answer; tickets are bound to their calls.
    private int citizensTalk(List<Story> stories, long seed) {
        var seats = kit.seatPasswords();
        var talks = 0;
        try (var _ = sipp.seat(seats, RING_MILLIS, TALK_MILLIS);
                var agent1 = kit.visitor("agent1").listen();
                var agent2 = kit.visitor("agent2").listen();
                var browser =
                        new Browser(REPOSITORY.resolve("ops/target/screenshots").resolve("seed-" + seed))) {
            var agents = List.of(agent1, agent2);
            assertThat(agent1.post("/api/seat", new JsonObject().put("seat", "1001"))
                            .status())
                    .isEqualTo(204);
            assertThat(agent2.post("/api/seat", new JsonObject().put("seat", "1002"))
                            .status())
                    .isEqualTo(204);
            // 9. A real Chromium before agent1.
            browser.open(kit.address() + "/")
                    .type("login", "agent1")
                    .type("password", Visitor.ownPassword(kit.oneTimePassword("agent1")))
                    .click("sign-in");
            browser.find("seat-state");
            for (var story : stories) {
                var before = agents.stream().map(agent -> agent.frames().size()).toList();
                var citizen =
                        sipp.dial("citizen-talks", "12345", List.of(story.number()), 1, Map.of("talk_ms", 60_000));
                var ringing = frame(agents, before, "RINGING");
                var agent = agents.get(ringing.agent());
                var call = ringing.frame().data().getString("call");
                assertThat(ringing.frame().data().getString("callerFull")).isEqualTo(story.number());
                assertThat(ringing.frame().data().getString("caller"))
                        .as("masked")
                        .contains("*")
                        .isNotEqualTo(story.number());
                if (ringing.agent() == 0) {
                    assertThat(browser.text("pop-caller"))
                            .isEqualTo(ringing.frame().data().getString("caller"));
                    browser.screenshot("pop-" + story.index());
                }
                var talking = frame(List.of(agent), List.of(before.get(ringing.agent())), "TALKING");
                assertThat(ringing.frame().at())
                        .as("the pop is there before the call is answered")
                        .isBefore(talking.frame().at());
                if (story.hasTicket()) {
                    ticketOf.put(story.index(), register(agent, story, call));
                }
                frame(List.of(agent), List.of(before.get(ringing.agent())), "ENDED");
                talks += citizen.await(ofSeconds(30)).successful();
                if (story.hasTicket()) {
                    ticketKnowsItsCall(agent, story, call);
                }
            }
            browser.screenshot("desk");
            agents.forEach(agent -> agent.delete("/api/seat"));
        }
        return talks;
    }

    private String register(Visitor agent, Story story, String call) {
        var body = new JsonObject()
                .put("call", call)
                .put("nature", story.nature())
                .put("title", "第" + story.index() + "件诉求")
                .put("content", "小区停水两天，请尽快处理。")
                .put("requesterName", "某先生")
                .put("requesterPhone", story.number());
        var answer = agent.post("/api/tickets", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        var again = agent.post("/api/tickets", body);
        assertThat(again.status())
                .as("the button pressed twice makes one ticket")
                .isEqualTo(200);
        assertThat(again.json().getString("number")).isEqualTo(answer.json().getString("number"));
        var number = answer.json().getString("number");
        if (story.course() == Story.Course.DIRECT) {
            act(agent, number, "answer", new JsonObject().put("text", "已当场答复。"), 200);
        }
        return number;
    }

    private void ticketKnowsItsCall(Visitor agent, Story story, String call) {
        await().atMost(ofSeconds(10)).untilAsserted(() -> {
            var ticket = agent.get("/api/tickets/" + ticketOf.get(story.index()));
            assertThat(ticket.status()).as(ticket.body()).isEqualTo(200);
            var bound = ticket.json().getJsonObject("call");
            assertThat(bound.getString("id")).isEqualTo(call);
            assertThat(bound.getString("line")).isEqualTo("12345");
            assertThat(bound.getString("queue")).isEqualTo("hotline");
            assertThat(bound.getLong("waitedMillis")).isBetween(RING_MILLIS - 300L, RING_MILLIS + 5_000L);
            assertThat(bound.getLong("talkedMillis")).isBetween(TALK_MILLIS - 1_000L, TALK_MILLIS + 3_000L);
            assertThat(bound.getString("agent")).endsWith("话务");
            assertThat(bound.getBoolean("recording")).isTrue();
        });
    }

    // 4. The ticket's life, each step by the person whose role allows it.
    private void officeHandles(List<Story> stories) {
        try (var dispatcher = kit.visitor("dispatcher");
                var clerk = kit.visitor("water");
                var other = kit.visitor("housing");
                var reviewer = kit.visitor("reviewer")) {
            for (var story : stories) {
                var number = ticketOf.get(story.index());
                switch (story.course()) {
                    case NO_TICKET, REGISTERED, DIRECT -> {}
                    case DISPATCHED -> act(dispatcher, number, "dispatch", new JsonObject().put("unit", "water"), 200);
                    case CLOSED -> {
                        act(clerk, number, "acknowledge", new JsonObject(), 404);
                        act(reviewer, number, "close", new JsonObject(), 409);
                        act(reviewer, number, "dispatch", new JsonObject().put("unit", "water"), 403);
                        act(dispatcher, number, "dispatch", new JsonObject().put("unit", "water"), 200);
                        act(other, number, "acknowledge", new JsonObject(), 404);
                        act(clerk, number, "acknowledge", new JsonObject(), 200);
                        act(dispatcher, number, "dispatch", new JsonObject().put("unit", "housing"), 409);
                        var reply = new JsonObject().put("text", "已恢复供水。").put("contacted", true);
                        act(clerk, number, "reply", reply, 200);
                        act(clerk, number, "review", new JsonObject(), 403);
                        act(reviewer, number, "review", new JsonObject(), 200);
                        act(reviewer, number, "close", new JsonObject(), 200);
                    }
                }
            }
        }
    }

    private static void act(Visitor person, String number, String command, JsonObject body, int status) {
        var answer = person.post("/api/tickets/" + number + "/" + command, body);
        assertThat(answer.status()).as(command + ": " + answer.body()).isEqualTo(status);
    }

    // 5. Closing starts the survey by itself; SMS to mobiles, a call to landlines.
    private void surveysAreAnswered(List<Story> stories) {
        try (var reviewer = kit.visitor("leader")) {
            for (var story : stories) {
                if (!story.isClosed()) {
                    continue;
                }
                await().atMost(ofSeconds(60))
                        .pollInterval(Duration.ofMillis(300))
                        .untilAsserted(() -> {
                            var answer = reviewer.get("/api/tickets/" + ticketOf.get(story.index()) + "/survey");
                            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                            assertThat(answer.json().getString("channel")).isEqualTo(story.mobile() ? "SMS" : "VOICE");
                            assertThat(answer.json().getString("rating"))
                                    .as(answer.body())
                                    .isEqualTo(story.rating()
                                            .map(CallToBulletinIT::rating)
                                            .orElse(null));
                            assertThat(answer.json().getString("askedAt"))
                                    .as(answer.body())
                                    .isNotNull();
                        });
            }
        }
        var asked =
                stories.stream().filter(Story::isClosed).filter(Story::mobile).count();
        assertThat(smsc.messages()).as("messages that the SMS centre counted").hasSize((int) asked);
    }

    private void missedCallsArePlanned(int givesUpInQueue) {
        try (var leader = kit.visitor("leader")) {
            await().atMost(ofSeconds(15)).untilAsserted(() -> {
                var missed = leader.get("/api/missed-calls");
                assertThat(missed.status()).as(missed.body()).isEqualTo(200);
                assertThat(missed.array()).as(missed.body()).hasSize(givesUpInQueue);
            });
        }
    }

    // 7. What is happening now, in a real Prometheus.
    private void metersAgree(Expected expected, Prometheus prometheus) {
        var text = Visitor.stranger(kit.address()).get("/metrics").body();
        assertThat(text).contains("hotline_call_wait_seconds_bucket").contains("le=\"15.0\"");
        var meters = new HashMap<String, Long>();
        meters.put("sum(hotline_calls_offered_total)", expected.offered());
        meters.put(
                "sum(hotline_calls_answered_total)", (long) expected.stories().size());
        meters.put("sum(hotline_calls_abandoned_total)", (long) expected.abandonedInQueue());
        meters.put("sum(hotline_calls_left_out_total{stage=\"greeting\"})", (long) expected.abandonedInGreeting());
        meters.put("sum(hotline_calls_answered_in_limit_total)", (long)
                expected.stories().size());
        meters.put("sum(hotline_call_wait_seconds_bucket{le=\"15.0\"})", (long)
                expected.stories().size());
        meters.put("sum(hotline_surveys_asked_total)", expected.closed());
        meters.put("sum(hotline_surveys_answered_total)", expected.rated());
        meters.forEach((expression, value) -> await().atMost(ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(prometheus.value(expression)).as(expression).isEqualTo(OptionalDouble.of(value))));
        for (var expression : Prometheus.dashboard()) {
            await().atMost(ofSeconds(20))
                    .untilAsserted(() -> assertThat(prometheus.value(expression))
                            .as("the dashboard's %s", expression)
                            .isPresent());
        }
        figuresOfTheDayAgree(expected);
    }

    private void figuresOfTheDayAgree(Expected expected) {
        try (var leader = kit.visitor("leader")) {
            var answer = leader.get("/api/call-figures");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            var figures = answer.json();
            assertThat(figures.getLong("offered")).isEqualTo(expected.offered());
            assertThat(figures.getLong("answered")).isEqualTo(expected.stories().size());
            assertThat(figures.getLong("abandoned")).isEqualTo(expected.abandonedInQueue());
            assertThat(figures.getJsonObject("notOffered").getLong("GREETING", 0L))
                    .isEqualTo(expected.abandonedInGreeting());
            assertThat(Instant.parse(figures.getString("completeUntil")))
                    .isAfter(Instant.now().minusSeconds(10));
        }
    }

    // 8. The month's bulletin, by the command line, as .docx and .html.
    private void bulletinAgrees(Expected expected) throws Exception {
        var out = folder.resolve("bulletin");
        var period = YearMonth.now(ZONE).toString();
        kit.command(
                "bulletin",
                "--hotline",
                "sample",
                "--period",
                period,
                "--out",
                out.toString(),
                "--format",
                "HTML,DOCX");
        Path html;
        Path docx;
        try (var files = Files.list(out)) {
            var all = files.toList();
            html = all.stream()
                    .filter(file -> file.toString().endsWith(".html"))
                    .findFirst()
                    .orElseThrow();
            docx = all.stream()
                    .filter(file -> file.toString().endsWith(".docx"))
                    .findFirst()
                    .orElseThrow();
        }
        var page = Files.readString(html);
        String document;
        try (var word = new XWPFDocument(Files.newInputStream(docx));
                var text = new XWPFWordExtractor(word)) {
            document = text.getText();
        }
        var figures = new HashMap<String, Long>();
        figures.put("calls.offered", expected.offered());
        figures.put("calls.answered", (long) expected.stories().size());
        figures.put("calls.abandoned", (long) expected.abandonedInQueue());
        figures.put("calls.in-greeting", (long) expected.abandonedInGreeting());
        figures.put("tickets.all", expected.tickets());
        figures.put("tickets.direct", expected.with(Story.Course.DIRECT));
        figures.put("tickets.dispatched", expected.with(Story.Course.DISPATCHED) + expected.with(Story.Course.CLOSED));
        figures.put("tickets.closed", expected.closed());
        figures.put("surveys.asked", expected.closed());
        figures.put("surveys.rated", expected.rated());
        figures.put("surveys.satisfied", expected.rated(1));
        figures.put("surveys.basically-satisfied", expected.rated(2));
        figures.put("surveys.dissatisfied", expected.rated(3));
        figures.forEach((id, value) ->
                assertThat(figure(page, id)).as(id + " in the page").isEqualTo(value.toString()));
        assertThat(document).contains(expected.offered() + "通").contains(expected.tickets() + "件");
        assertThat(figure(page, "calls.answer-rate")).isEqualTo(figureInWords(document, "接通率"));
    }

    private Path smscPassword() throws IOException {
        return Files.writeString(folder.resolve("smsc-password"), TestSmsc.PASSWORD);
    }

    /** The figure as printed; a clause that would say nothing but zero is left out of the words. */
    private static String figure(String page, String id) {
        var matcher = Pattern.compile("data-figure=\"" + Pattern.quote(id) + "\"[^>]*><summary[^>]*>([^<]*)<")
                .matcher(page);
        return matcher.find() ? matcher.group(1).strip() : "0";
    }

    private static String figureInWords(String document, String name) {
        var matcher = Pattern.compile(Pattern.quote(name) + "为?([0-9.]+%)").matcher(document);
        assertThat(matcher.find()).as(name + " in " + document).isTrue();
        return matcher.group(1);
    }

    private record Seen(int agent, Frame frame) {}

    /** The first frame of that state since then, whoever of the agents got it. */
    private static Seen frame(List<Visitor> agents, List<Integer> since, String state) {
        var found = new ArrayList<Seen>();
        await("a pop " + state)
                .atMost(ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    IntStream.range(0, agents.size())
                            .forEach(agent -> agents.get(agent).frames().stream()
                                    .skip(since.get(agent))
                                    .filter(frame -> frame.topic().equals("ticketing.pop"))
                                    .filter(frame -> state.equals(frame.data().getString("state")))
                                    .findFirst()
                                    .ifPresent(frame -> found.add(new Seen(agent, frame))));
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    private static Optional<String> replyOf(List<Story> stories, String number) {
        return stories.stream()
                .filter(story -> story.number().equals(number))
                .findFirst()
                .flatMap(Story::rating)
                .map(Object::toString);
    }

    private static String rating(int digit) {
        return switch (digit) {
            case 1 -> "SATISFIED";
            case 2 -> "BASICALLY_SATISFIED";
            default -> "DISSATISFIED";
        };
    }

    private static List<String> numbers(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> String.format("154%08d", i))
                .toList();
    }
}
