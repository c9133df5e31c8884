package org.hotline12345.ops.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People at their browsers, as one program: tickets are begun at planned moments, however slow the answers are, and each
 * takes its steps one after the other. A step's time runs from when it was planned, or from the end of the step before it
 * when that came later, as nobody can take it earlier.
 */
final class LifecycleLoad implements AutoCloseable {
    /** A ticket's steps; the reply is reviewed before the ticket can be closed. */
    enum Step {
        CREATE("agent"),
        DISPATCH("dispatcher"),
        ACKNOWLEDGE("clerk"),
        REPLY("clerk"),
        REVIEW("reviewer"),
        CLOSE("reviewer");

        private final String role;

        Step(String role) {
            this.role = role;
        }
    }

    private static final List<Step> STEPS = List.of(Step.values());
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(300);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);
    private static final int CONNECTIONS = 400;
    private static final Pattern NUMBER = Pattern.compile("\"number\":\"([0-9]{8}-[0-9]{6})\"");

    private final Context context;
    private final HttpClient client;
    private final int port;
    private final Map<String, String> tokens;
    private final LifecycleTexts texts;
    private final Random random;
    private final Map<Step, Integer> people;

    LifecycleLoad(Vertx vertx, int port, Map<String, String> tokens, LifecycleTexts texts, long seed) {
        this.context = vertx.getOrCreateContext();
        this.port = port;
        this.tokens = tokens;
        this.texts = texts;
        this.random = new Random(seed);
        this.people = Map.of(Step.CREATE, 8, Step.DISPATCH, 4, Step.REVIEW, 4, Step.CLOSE, 4);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(110).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Begins that many tickets a second for a time, and waits until all have ended in some way. */
    LifecycleTally atRate(double perSecond, Duration time) throws InterruptedException {
        var count = (int) Math.round(perSecond * time.toSeconds());
        var tally = new LifecycleTally(count);
        var begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        context.runOnContext(_ -> beginWhenDue(0, count, perSecond, begun, tally));
        tally.awaitAll(time.plus(Duration.ofMinutes(2)));
        return tally;
    }

    private void beginWhenDue(int next, int count, double perSecond, long begun, LifecycleTally tally) {
        int i = next;
        var now = System.nanoTime();
        for (; i < count; i++) {
            var planned = begun + (long) (i * 1e9 / perSecond);
            if (planned > now) {
                break;
            }
            live(planned, BETWEEN_STEPS, tally, () -> {});
        }
        if (i < count) {
            var first = i;
            context.owner().setTimer(1, _ -> beginWhenDue(first, count, perSecond, begun, tally));
        }
    }

    /** So many tickets at once, each followed by another without a pause: what can be done at most. */
    LifecycleTally asFastAsPossible(int atOnce, Duration time) throws InterruptedException {
        var tally = new LifecycleTally(atOnce);
        var end = System.nanoTime() + time.toNanos();
        context.runOnContext(_ -> {
            for (int i = 0; i < atOnce; i++) {
                again(end, tally);
            }
        });
        tally.awaitAll(time.plus(Duration.ofMinutes(2)));
        return tally;
    }

    private void again(long end, LifecycleTally tally) {
        live(System.nanoTime(), Duration.ZERO, tally, () -> {
            if (System.nanoTime() < end) {
                tally.oneMore();
                again(end, tally);
            }
        });
    }

    private void live(long planned, Duration pause, LifecycleTally tally, Runnable ended) {
        var unit = random.nextInt(LifecycleBase.UNITS);
        var plea = new JsonObject()
                .put("nature", "HELP")
                .put("title", "关于" + texts.word(random.nextInt(LifecycleTexts.words())) + "的诉求")
                .put("content", texts.content(random, LifecycleBase.CONTENT_CHARACTERS))
                .put("area", "第" + random.nextInt(1_000) + "号路")
                .put("requesterName", "某人")
                .put("requesterPhone", "154%08d".formatted(random.nextInt(100_000_000)));
        new Life(unit, pause, tally, ended).step(Step.CREATE, planned, "/api/tickets", plea);
    }

    private final class Life {
        private final int unit;
        private final Duration pause;
        private final LifecycleTally tally;
        private final Runnable ended;
        private String path = "";
        private String version = "";

        Life(int unit, Duration pause, LifecycleTally tally, Runnable ended) {
            this.unit = unit;
            this.pause = pause;
            this.tally = tally;
            this.ended = ended;
        }

        void step(Step step, long planned, String address, JsonObject body) {
            var who = step.role.equals("clerk")
                    ? "clerk-" + unit
                    : step.role + "-" + random.nextInt(people.getOrDefault(step, 1));
            send(HttpMethod.POST, address, who, body, version)
                    .onComplete(
                            answer -> answered(step, planned, answer),
                            failure -> end(step, planned, failure.getClass().getSimpleName()));
        }

        private void answered(Step step, long planned, Answer answer) {
            var good = answer.status() == (step == Step.CREATE ? 201 : 200);
            if (!good) {
                var retry = (answer.status() == 503 || answer.status() == 429) && answer.retryAfter();
                end(step, planned, retry ? LifecycleTally.TRY_LATER : step + " " + answer.status());
                return;
            }
            var now = System.nanoTime();
            tally.done(step, planned, now);
            if (step == Step.CREATE) {
                var number = NUMBER.matcher(answer.body().toString(StandardCharsets.UTF_8));
                number.find();
                path = "/api/tickets/" + number.group(1) + "/";
            }
            version = answer.version();
            if (step == Step.CLOSE) {
                tally.completed(now);
                ended.run();
                tally.ended();
                return;
            }
            var next = STEPS.get(STEPS.indexOf(step) + 1);
            var nextPlanned = Math.max(planned + pause.toNanos(), now);
            var wait = TimeUnit.NANOSECONDS.toMillis(nextPlanned - now);
            if (wait == 0) {
                step(next, nextPlanned, path + next.name().toLowerCase(Locale.ROOT), body(next));
            } else {
                context.owner()
                        .setTimer(
                                wait,
                                _ -> step(next, nextPlanned, path + next.name().toLowerCase(Locale.ROOT), body(next)));
            }
        }

        private JsonObject body(Step step) {
            return switch (step) {
                case DISPATCH -> new JsonObject().put("unit", LifecycleBase.unit(unit));
                case REPLY ->
                    new JsonObject().put("text", "已经派人到现场处理，并告知诉求人结果。").put("contacted", true);
                default -> new JsonObject();
            };
        }

        private void end(Step step, long planned, String how) {
            tally.failed(step, planned, System.nanoTime(), how);
            ended.run();
            tally.ended();
        }
    }

    /** Searches for words of all ranks, one every pause, until told to stop; the times in microseconds, ascending. */
    long[] search(CountDownLatch until, Duration pause) throws InterruptedException {
        var times = new ArrayList<Long>();
        while (!until.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            var word = texts.word(random.nextInt(LifecycleTexts.words()));
            var planned = System.nanoTime();
            var answer = send(
                            HttpMethod.GET,
                            "/api/tickets?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8),
                            "agent-0",
                            null,
                            "")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            if (answer.status() != 200
                    || !answer.body().toString(StandardCharsets.UTF_8).contains("\"number\"")) {
                throw new IllegalStateException("the search for a word of the texts gave " + answer.status());
            }
            times.add((System.nanoTime() - planned) / 1_000);
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private record Answer(int status, String version, boolean retryAfter, Buffer body) {}

    private Future<Answer> send(
            HttpMethod method, String address, String who, @Nullable JsonObject body, String version) {
        var options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(method)
                .setURI(address)
                .setIdleTimeout(ANSWER_LIMIT.toMillis())
                .putHeader("Cookie", "hotline-session=" + tokens.get(who))
                .putHeader("X-Hotline", "1")
                .putHeader("Content-Type", "application/json");
        if (!version.isEmpty()) {
            options.putHeader("If-Match", version);
        }
        return client.request(options)
                .compose(request -> body == null ? request.send() : request.send(body.toBuffer()))
                .compose(response -> response.body().map(content -> answer(response, content)));
    }

    private static Answer answer(HttpClientResponse response, Buffer content) {
        var etag = response.getHeader("ETag");
        return new Answer(
                response.statusCode(), etag == null ? "" : etag, response.getHeader("Retry-After") != null, content);
    }

    @Override
    public void close() {
        client.close().await();
    }
}
