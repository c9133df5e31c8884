package org.hotline12345.telephony;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.WorkCalendar;
import org.hotline12345.telephony.agi.Conversations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said to citizens, and what they answer. */
final class Voice implements Conversations {
    private static final Logger LOG = LoggerFactory.getLogger(Voice.class);
    /** The news of a call comes over the manager link and is committed first; the conversation may be quicker. */
    private static final Duration NEWS_LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(10);
    /** A caller does not wait for the database any longer: what is known without it must do. */
    private static final Duration ROWS_LIMIT = Duration.ofSeconds(2);

    /** What the manager link tells of calls. */
    interface News {
        Optional<Call> openCall(CallId id);

        List<Call> openCalls();

        /** Whether we hear the call's Asterisk at this moment. */
        boolean isConnected(CallId id);

        /** Whether events of it wait to be written, so that a call may have begun that nobody knows of yet. */
        boolean isBehind(CallId id);
    }

    private final List<TelephonyConfig.Node> nodes;
    private final Clock clock;
    private final News news;
    private final BiFunction<Optional<HotlineCode>, String, Hotline> hotlineOfLine;
    private final Profiles profiles;
    private final LineDesk desk;
    private final WaitTimes waitTimes;
    private final Prompts prompts;
    private final Dialler dialler;
    private final WorkCalendar calendar = WorkCalendar.china();
    private volatile @Nullable TicketProgress progress;

    Voice(
            List<TelephonyConfig.Node> nodes,
            Clock clock,
            News news,
            BiFunction<Optional<HotlineCode>, String, Hotline> hotlineOfLine,
            Profiles profiles,
            LineDesk desk,
            WaitTimes waitTimes,
            Prompts prompts,
            Dialler dialler) {
        this.nodes = nodes;
        this.clock = clock;
        this.news = news;
        this.hotlineOfLine = hotlineOfLine;
        this.profiles = profiles;
        this.desk = desk;
        this.waitTimes = waitTimes;
        this.prompts = prompts;
        this.dialler = dialler;
    }

    void answerProgressWith(TicketProgress answers) {
        progress = answers;
    }

    @Override
    public boolean isKnown(String uniqueId) {
        return idOf(uniqueId).filter(this::isKnown).isPresent();
    }

    private boolean isKnown(CallId id) {
        var end = System.nanoTime() + NEWS_LIMIT.toNanos();
        try {
            while (news.isConnected(id) && news.openCall(id).isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    return news.isBehind(id);
                }
                Thread.sleep(POLL);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<CallId> idOf(String uniqueId) {
        try {
            var id = new CallId(uniqueId);
            return node(id).map(_ -> id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<TelephonyConfig.Node> node(CallId id) {
        return nodes.stream().filter(node -> node.name().equals(id.node())).findFirst();
    }

    private Hotline hotline(String call, String line) {
        var said = idOf(call).flatMap(this::node).flatMap(TelephonyConfig.Node::hotline);
        return hotlineOfLine.apply(said, line);
    }

    @Override
    public Way arrive(String call, String line) {
        var hotline = hotline(call, line);
        var way = soon(() -> decide(hotline, call, line)).orElseGet(() -> plain(hotline, line));
        return keys -> way.steps(keys, way.profile().waiting().sayAhead() ? ahead(way, idOf(call)) : Map.of());
    }

    private CallersWay decide(Hotline hotline, String call, String dialled) {
        var now = clock.instant();
        var profile = profiles.of(hotline.code());
        var switches =
                desk.inForce(hotline.code(), now).stream().map(LineSwitch::mode).toList();
        return new CallersWay(
                hotline.code(),
                profile,
                profile.line(dialled),
                profile.hours().isOpen(now, hotline.zone(), calendar),
                only(switches, LineSwitch.Notice.class),
                only(switches, LineSwitch.Surge.class).stream().findFirst(),
                only(switches, LineSwitch.Night.class).stream().findFirst(),
                idOf(call)
                        .flatMap(news::openCall)
                        .map(Call::caller)
                        .flatMap(caller -> desk.treatment(hotline.code(), caller)));
    }

    /** Without the database: as the profile was known last. */
    private CallersWay plain(Hotline hotline, String dialled) {
        var profile = profiles.known(hotline.code());
        return new CallersWay(
                hotline.code(),
                profile,
                profile.line(dialled),
                profile.hours().isOpen(clock.instant(), hotline.zone(), calendar),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static <M extends LineSwitch.Mode> List<M> only(List<LineSwitch.Mode> switches, Class<M> mode) {
        return switches.stream().filter(mode::isInstance).map(mode::cast).toList();
    }

    /** Each Asterisk has queues of its own. */
    private Map<QueueName, Ahead> ahead(CallersWay way, Optional<CallId> id) {
        var callers = new HashMap<QueueName, Integer>();
        for (var call : news.openCalls()) {
            var isThere = id.map(CallId::node).filter(call.id().node()::equals).isPresent();
            if (isThere && call.state() instanceof CallState.Waiting waiting) {
                callers.merge(waiting.queue(), 1, Integer::sum);
            }
        }
        var usual = soon(() -> usualWaits(way.hotline(), callers.keySet())).orElse(Map.of());
        var ahead = new HashMap<QueueName, Ahead>();
        callers.forEach((queue, count) -> ahead.put(queue, new Ahead(count, Optional.ofNullable(usual.get(queue)))));
        return ahead;
    }

    private Map<QueueName, Duration> usualWaits(HotlineCode hotline, Set<QueueName> queues) {
        var usual = new HashMap<QueueName, Duration>();
        queues.forEach(queue -> waitTimes.of(hotline, queue).ifPresent(wait -> usual.put(queue, wait)));
        return usual;
    }

    @Override
    public Optional<Sound> spoken(WayStep.Spoken what) {
        var path = what.role().isEmpty() ? prompts.path(what.text()) : prompts.path(what.role(), what.text());
        return path.map(found -> new Sound(found, Prompts.length(found)));
    }

    @Override
    public Optional<String> progress(String call, String digits) {
        var answers = progress;
        return idOf(call)
                .flatMap(news::openCall)
                .filter(known -> answers != null && known.caller() instanceof Caller.Known)
                .flatMap(known -> soon(() -> tell(answers, known, digits)).orElse(Optional.empty()));
    }

    private static Optional<String> tell(@Nullable TicketProgress answers, Call call, String digits) {
        return answers != null && call.caller() instanceof Caller.Known phone
                ? answers.tell(call.hotline(), digits, phone)
                : Optional.empty();
    }

    @Override
    public Optional<Path> messageFile(String call, String line) {
        return idOf(call)
                .flatMap(id -> soon(() -> desk.messageFile(hotline(call, line).code(), id))
                        .orElse(Optional.empty()));
    }

    @Override
    public void messageTaken(String call, String line, Path file) {
        idOf(call).ifPresent(id -> desk.messageTaken(hotline(call, line).code(), line, id, file));
    }

    @Override
    public Optional<WayStep.Spoken> callbackWanted(String call, String line) {
        var hotline = hotline(call, line).code();
        idOf(call).ifPresent(id -> desk.callbackWanted(hotline, id));
        return Optional.of(new WayStep.Spoken(
                "callback-thanks", profiles.known(hotline).waiting().callbackThanks()));
    }

    @Override
    public Optional<Interview> begin(String id) {
        return dialler.begin(id);
    }

    @Override
    public void end(String id, List<Character> answers) {
        dialler.end(id, answers);
    }

    /** What the rows say, if they say it soon; a database that hangs must not hold a caller. */
    private static <T> Optional<T> soon(Supplier<T> ask) {
        var answer = new CompletableFuture<Optional<T>>()
                .completeOnTimeout(Optional.empty(), ROWS_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        Thread.ofVirtual().name("hotline-way").start(() -> {
            try {
                answer.complete(Optional.of(ask.get()));
            } catch (RuntimeException e) {
                LOG.warn("a caller goes on without what the database knows: {}", e.toString());
                answer.complete(Optional.empty());
            }
        });
        return answer.join();
    }
}
