package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hotline12345.office.Settings;

/**
 * What counts as offered, answered and abandoned (呼入, 接通, 放弃), as a hotline's profile defines it (section
 * {@code telephony.counting}). All figures of calls, wherever they are shown, are counted by this class and by nothing else.
 *
 * <p>Sources: that the answer rate divides answered by incoming calls, and that answered within 15 s is divided by answered
 * ones, is a city's published standard; 15 s itself is GB/T 33358-2016's. That a hang-up in the greeting is no incoming call
 * asking for an agent is our assumption, and so is everything about messages, callbacks and full queues: no source settles it.
 *
 * @param greeting {@code greeting}: who hangs up in greeting or menu. Default NOT_OFFERED
 * @param message {@code message}: who leaves a spoken message without asking for an agent. Default NOT_OFFERED
 * @param notLetIn {@code not-let-in}: whom a full queue, or one without any agent, refused. Default ABANDONED
 * @param callback {@code callback}: who asked, while waiting, to be called back. Default ABANDONED
 * @param interrupted {@code interrupted}: who asked for an agent and whose end nobody knows, for Asterisk died. Default OFFERED
 * @param shortAbandoned {@code short-abandoned}: who hangs up in the queue within this time (that time included) is a short
 *     abandonment. Default 0s: none is
 * @param shortAs {@code short-abandoned-as}: what a short abandonment counts as. Default ABANDONED, as any other
 * @param answerLimit {@code answer-limit}: the time within which a call should be answered, that time included. Default 15s
 * @param answerLimitOver {@code answer-limit-over}: what the calls answered within it are divided by. Default ANSWERED
 */
public record CallCounting(
        As greeting,
        As message,
        As notLetIn,
        As callback,
        As interrupted,
        Duration shortAbandoned,
        As shortAs,
        Duration answerLimit,
        AnswerLimitOver answerLimitOver) {
    /** What a call that no agent answered counts as. */
    public enum As {
        /** In no rate. */
        NOT_OFFERED,
        /** In the divisor of the answer rate only. */
        OFFERED,
        /** Offered, and abandoned. */
        ABANDONED
    }

    /** What the calls answered within the limit are divided by. */
    public enum AnswerLimitOver {
        ANSWERED,
        OFFERED
    }

    /** No wait is as short as this. */
    private static final long NONE_IS_SHORT = -1;

    /** Reads the section {@code telephony.counting}; what is wrong is noted in the settings. */
    public static CallCounting read(Settings settings) {
        return new CallCounting(
                settings.oneOf("greeting", As.NOT_OFFERED, As.class),
                settings.oneOf("message", As.NOT_OFFERED, As.class),
                settings.oneOf("not-let-in", As.ABANDONED, As.class),
                settings.oneOf("callback", As.ABANDONED, As.class),
                settings.oneOf("interrupted", As.OFFERED, As.class),
                settings.duration("short-abandoned", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)),
                settings.oneOf("short-abandoned-as", As.ABANDONED, As.class),
                settings.duration("answer-limit", Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.oneOf("answer-limit-over", AnswerLimitOver.ANSWERED, AnswerLimitOver.class));
    }

    /** What the call counts as. */
    public CountedAs of(CallFacts call) {
        var asked = call.stage().asksForAgent();
        return switch (call.fate()) {
            case OPEN -> asked ? CountedAs.OPEN : CountedAs.NOT_OFFERED;
            case INTERRUPTED ->
                switch (asked ? interrupted : As.NOT_OFFERED) {
                    case NOT_OFFERED -> CountedAs.NOT_OFFERED;
                    case OFFERED -> CountedAs.INTERRUPTED;
                    case ABANDONED -> CountedAs.ABANDONED;
                };
            case OVER ->
                switch (call.stage()) {
                    case ANSWERED -> CountedAs.ANSWERED;
                    case PUT_THROUGH -> CountedAs.NOT_OFFERED;
                    case GREETING -> unanswered(greeting);
                    case MESSAGE -> unanswered(message);
                    case NOT_LET_IN -> unanswered(notLetIn);
                    case CALLBACK -> unanswered(callback);
                    case WAITED_OUT -> CountedAs.ABANDONED;
                    case WAITING, RINGING -> isShortAbandoned(call) ? unanswered(shortAs) : CountedAs.ABANDONED;
                };
        };
    }

    /** Whether the caller hung up in the queue so soon that the profile calls it short. */
    public boolean isShortAbandoned(CallFacts call) {
        return call.fate() == CallFacts.Fate.OVER
                && call.isShort()
                && (call.stage() == CallStage.WAITING || call.stage() == CallStage.RINGING);
    }

    /** Whether an answer after this wait is within the limit. */
    public boolean isInLimit(Duration waited) {
        return waited.toMillis() <= limitMillis();
    }

    /** A wait up to this many milliseconds is short. */
    long shortMillis() {
        return shortAbandoned.isZero() ? NONE_IS_SHORT : shortAbandoned.toMillis();
    }

    /** A wait up to this many milliseconds is within the limit. */
    long limitMillis() {
        return answerLimit.toMillis();
    }

    /** What is offered, as a reader of a bulletin understands it. */
    public String offeredInWords() {
        var words = new StringBuilder("进入人工排队的来电");
        var more = new ArrayList<String>();
        var less = new ArrayList<String>();
        if (greeting != As.NOT_OFFERED) {
            more.add("提示音中挂断的");
        }
        if (message != As.NOT_OFFERED) {
            more.add("直接留言的");
        }
        if (notLetIn == As.NOT_OFFERED) {
            less.add("队列满而未能进入的");
        }
        if (callback == As.NOT_OFFERED) {
            less.add("排队中选择回拨的");
        }
        if (interrupted == As.NOT_OFFERED) {
            less.add("因系统或线路中断的");
        }
        if (!shortAbandoned.isZero() && shortAs == As.NOT_OFFERED) {
            less.add("排队" + seconds(shortAbandoned) + "秒内挂断的");
        }
        if (!more.isEmpty()) {
            words.append("，含").append(String.join("、", more));
        }
        if (!less.isEmpty()) {
            words.append("，不含").append(String.join("、", less));
        }
        return words.toString();
    }

    /** What is abandoned, likewise. */
    public String abandonedInWords() {
        var also = new ArrayList<>(List.of("排队或振铃中挂断"));
        also.add("等待超时");
        if (notLetIn == As.ABANDONED) {
            also.add("队列满而未能进入");
        }
        if (callback == As.ABANDONED) {
            also.add("排队中选择回拨");
        }
        if (greeting == As.ABANDONED) {
            also.add("提示音中挂断");
        }
        if (message == As.ABANDONED) {
            also.add("直接留言");
        }
        if (interrupted == As.ABANDONED) {
            also.add("因系统或线路中断");
        }
        var but =
                !shortAbandoned.isZero() && shortAs != As.ABANDONED ? "，不含排队" + seconds(shortAbandoned) + "秒内挂断的" : "";
        return String.join("、", also) + "的来电" + but;
    }

    /** Seconds as people write them: 15, 2.5. */
    public static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static CountedAs unanswered(As as) {
        return switch (as) {
            case NOT_OFFERED -> CountedAs.NOT_OFFERED;
            case OFFERED -> CountedAs.OFFERED;
            case ABANDONED -> CountedAs.ABANDONED;
        };
    }
}
