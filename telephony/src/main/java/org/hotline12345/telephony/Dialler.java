package org.hotline12345.telephony;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.ami.AmiAction;
import org.hotline12345.telephony.ami.AmiAway;
import org.hotline12345.telephony.ami.AmiLink;
import org.hotline12345.telephony.ami.AmiMessage;

/**
 * Calls citizens. The manager stream tells how the ringing went, the FastAGI conversation what was answered; the thread
 * that dials waits for their signals and decides.
 */
final class Dialler {
    private static final Pattern DIALABLE = Pattern.compile("[0-9*#+]{3,20}");
    private static final String CHANNEL_PREFIX = "dial-";
    /** What belongs together (response, hang-up, end of the conversation) comes within this time. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LONGEST_RING = Duration.ofMinutes(2);
    private static final int BUSY = 17;

    /** Something that was heard about a call to a citizen. */
    private sealed interface Signal {
        /** Asterisk does not accept the action at all. */
        record Refused(String why) implements Signal {}

        /** Asterisk could not even make a channel. */
        record NoChannel() implements Signal {}

        /** It did not come to a talk; the hang-up says why. */
        record Failed() implements Signal {}

        record PickedUp() implements Signal {}

        record InterviewBegun() implements Signal {}

        record InterviewEnded(List<Character> answers) implements Signal {}

        record HungUp(int cause) implements Signal {}

        record LinkLost() implements Signal {}
    }

    private static final class Attempt {
        final AmiLink link;
        final Interview interview;
        final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(32);

        Attempt(AmiLink link, Interview interview) {
            this.link = link;
            this.interview = interview;
        }

        void signal(Signal signal) {
            // A call has a handful of signals; what exceeds the queue is repetition.
            var _ = signals.offer(signal);
        }
    }

    private final TelephonyConfig.Dial config;
    private final Duration interviewLimit;
    private final Clock clock;
    private final Semaphore lines;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

    Dialler(TelephonyConfig.Dial config, Duration interviewLimit, Clock clock) {
        this.config = config;
        this.interviewLimit = interviewLimit;
        this.clock = clock;
        this.lines = new Semaphore(config.atOnce());
    }

    int calling() {
        return attempts.size();
    }

    /** @param ownNumber shown to the citizen */
    DialOutcome dial(AmiLink link, String number, String ownNumber, Interview interview, Duration ringLimit) {
        if (!DIALABLE.matcher(number).matches()) {
            return new DialOutcome.Unreachable("not a number that can be dialled");
        }
        if (ringLimit.isNegative() || ringLimit.isZero() || ringLimit.compareTo(LONGEST_RING) > 0) {
            throw new IllegalArgumentException("it rings for more than 0 and up to 2 minutes, not " + ringLimit);
        }
        var id = CHANNEL_PREFIX + UUID.randomUUID();
        var attempt = new Attempt(link, interview);
        try {
            lines.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.away("interrupted before dialling");
        }
        attempts.put(id, attempt);
        try {
            link.tell(originate(id, number, ownNumber, ringLimit), id);
            return outcome(link, id, attempt, ringLimit);
        } catch (AmiAway e) {
            throw Refused.away("the telephone exchange is away");
        } catch (InterruptedException e) {
            hangUp(link, id);
            Thread.currentThread().interrupt();
            throw Refused.away("interrupted while dialling");
        } finally {
            attempts.remove(id);
            lines.release();
        }
    }

    /** From the manager stream, on the thread for calls; must not wait. */
    void heard(AmiMessage message) {
        switch (message.event()) {
            case "OriginateResponse" -> signal(message.actionId(), originated(message));
            case "Hangup" -> {
                var cause = message.get("Cause");
                signal(
                        message.get("Uniqueid"),
                        new Signal.HungUp(cause.matches("[0-9]{1,3}") ? Integer.parseInt(cause) : 0));
            }
            case "" -> {
                if (message.isResponse() && !message.isSuccess()) {
                    signal(message.actionId(), new Signal.Refused(message.get("Message")));
                }
            }
            default -> {}
        }
    }

    void linkLost(AmiLink link) {
        attempts.values().stream()
                .filter(attempt -> attempt.link == link)
                .forEach(attempt -> attempt.signal(new Signal.LinkLost()));
    }

    /** The conversation for this call; empty when there is none such (any more). */
    Optional<Interview> begin(String id) {
        var attempt = attempts.get(id);
        if (attempt == null) {
            return Optional.empty();
        }
        attempt.signal(new Signal.InterviewBegun());
        return Optional.of(attempt.interview);
    }

    void end(String id, List<Character> answers) {
        var attempt = attempts.get(id);
        if (attempt != null) {
            attempt.signal(new Signal.InterviewEnded(answers));
        }
    }

    private AmiAction originate(String id, String number, String ownNumber, Duration ringLimit) {
        return AmiAction.of("Originate")
                .with("Channel", config.channel().replace("{number}", number))
                .with("ChannelId", id)
                .with("Context", config.context())
                .with("Exten", "s")
                .with("Priority", "1")
                .with("Timeout", Long.toString(ringLimit.toMillis()))
                .with("CallerID", ownNumber + " <" + ownNumber + ">")
                .with("Variable", "HOTLINE_INTERVIEW=" + id)
                .with("EarlyMedia", "false")
                .with("Async", "true");
    }

    /** The id of an attempt is that of its action and of its channel. */
    private void signal(String id, Signal signal) {
        var attempt = attempts.get(id);
        if (attempt != null) {
            attempt.signal(signal);
        }
    }

    private static Signal originated(AmiMessage message) {
        if (message.isSuccess()) {
            return new Signal.PickedUp();
        }
        return message.known("Uniqueid").isEmpty() ? new Signal.NoChannel() : new Signal.Failed();
    }

    private DialOutcome outcome(AmiLink link, String id, Attempt attempt, Duration ringLimit)
            throws InterruptedException {
        var deadline = clock.instant().plus(ringLimit).plus(GRACE).plus(GRACE);
        var pickedUp = false;
        var inConversation = false;
        var failed = false;
        while (true) {
            var signal = attempt.signals.poll(left(deadline), TimeUnit.MILLISECONDS);
            switch (signal) {
                case null -> {
                    hangUp(link, id);
                    return pickedUp ? new DialOutcome.PickedUp(List.of()) : new DialOutcome.NoAnswer();
                }
                case Signal.Refused refused -> {
                    return new DialOutcome.Unreachable("the exchange refuses to dial: " + refused.why());
                }
                case Signal.NoChannel _ -> {
                    return new DialOutcome.Unreachable("the exchange knows no way to this number");
                }
                case Signal.Failed _ -> {
                    failed = true;
                    deadline = clock.instant().plus(GRACE);
                }
                case Signal.PickedUp _ -> {
                    pickedUp = true;
                    deadline = clock.instant().plus(interviewLimit).plus(GRACE);
                }
                case Signal.InterviewBegun _ -> {
                    pickedUp = true;
                    inConversation = true;
                    deadline = clock.instant().plus(interviewLimit).plus(GRACE);
                }
                case Signal.InterviewEnded ended -> {
                    return new DialOutcome.PickedUp(ended.answers());
                }
                case Signal.HungUp hungUp -> {
                    if (!pickedUp) {
                        return byCause(hungUp.cause());
                    }
                    // The last key may still be on its way through the conversation.
                    deadline = clock.instant().plus(GRACE);
                }
                case Signal.LinkLost _ -> {
                    if (!inConversation && !failed) {
                        return new DialOutcome.Unreachable("the link to the exchange broke");
                    }
                }
            }
        }
    }

    private long left(Instant deadline) {
        return Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
    }

    private static void hangUp(AmiLink link, String id) {
        try {
            link.ask(AmiAction.of("Hangup").with("Channel", id));
        } catch (AmiAway e) {
            // it ends by itself: the dialplan bounds the conversation, Originate the ringing
        }
    }

    /** Causes of Q.850: 0 and 16 to 31 are about the person, the others about the number or the network. */
    private static DialOutcome byCause(int cause) {
        if (cause == BUSY) {
            return new DialOutcome.Busy();
        }
        var unreachable = List.of(22, 25, 27, 28, 29, 30);
        if (cause == 0 || (cause >= 16 && cause <= 31 && !unreachable.contains(cause))) {
            return new DialOutcome.NoAnswer();
        }
        return new DialOutcome.Unreachable("hang-up cause " + cause);
    }
}
