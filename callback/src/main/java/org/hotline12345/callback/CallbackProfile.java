package org.hotline12345.callback;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * What a hotline's profile says about asking citizens (section {@code callback}).
 *
 * @param start {@code start}: the step of a ticket that begins the survey. Default HANDLED (办结)
 * @param mobile {@code mobile}: SMS, VOICE or NONE for requesters with a mobile number. Default SMS
 * @param landline {@code landline}: VOICE or NONE for other numbers, which take no message. Default VOICE
 * @param hours {@code hours-from}, {@code hours-until}: citizens are asked in these hours only. Default 08:00 to 20:00
 * @param smsText {@code sms-text}: the message; {@code {ticket}} stands for the ticket's number
 * @param answerWindow {@code answer-window}: a reply within this time rates the ticket. Default 3d
 * @param digits {@code satisfied}, {@code basically-satisfied}, {@code dissatisfied}: the digit of each rating, the same
 *     in messages and calls. Default 1, 2, 3
 * @param voice {@code voice}: how a call goes
 */
public record CallbackProfile(
        Start start,
        Optional<SurveyChannel> mobile,
        Optional<SurveyChannel> landline,
        AskingHours hours,
        String smsText,
        Duration answerWindow,
        Map<Character, Rating> digits,
        Voice voice) {
    /** The step of a ticket that begins its survey. */
    public enum Start {
        /** 办结: the unit's work is accepted. */
        HANDLED,
        /** 结案: the ticket is closed. */
        CLOSED,
        /** Somebody else asks, such as the hotline of the city: no survey of ours. */
        NEVER
    }

    /**
     * How a call goes.
     *
     * @param greeting {@code greeting}: spoken first; {@code {ticket}} is not spoken, so it is not replaced here
     * @param question {@code question}: asks for the key
     * @param thanks {@code thanks}: spoken at the end
     * @param questionTries {@code question-tries}: how often the question is put. Default 2
     * @param patience {@code patience}: how long a key is awaited. Default 8s
     * @param tries {@code tries}: so many calls at most while it is busy or nobody answers. Default 3
     * @param pause {@code pause}: time between two such calls. Default 1h
     * @param ringLimit {@code ring-limit}: how long it rings. Default 30s
     */
    public record Voice(
            String greeting,
            String question,
            String thanks,
            int questionTries,
            Duration patience,
            int tries,
            Duration pause,
            Duration ringLimit) {}

    private static final Pattern MOBILE = Pattern.compile("SMS|VOICE|NONE");
    private static final Pattern LANDLINE = Pattern.compile("VOICE|NONE");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    public CallbackProfile {
        digits = Map.copyOf(digits);
    }

    /** The digit map is whole only when the three digits differ; else a problem is noted in the settings. */
    public static CallbackProfile read(Settings settings) {
        return new CallbackProfile(
                settings.oneOf("start", Start.HANDLED, Start.class),
                channel(settings.text("mobile", "SMS", MOBILE, "one of SMS, VOICE, NONE")),
                channel(settings.text("landline", "VOICE", LANDLINE, "one of VOICE, NONE")),
                hours(settings),
                settings.text("sms-text", "【12345热线】您好！您反映的诉求（工单{ticket}）已办结，请评价办理结果：回复1满意，2基本满意，3不满意。"),
                settings.duration("answer-window", Duration.ofDays(3), Duration.ofSeconds(1), Duration.ofDays(60)),
                digits(settings),
                voice(settings.section("voice")));
    }

    private static Optional<SurveyChannel> channel(String word) {
        return word.equals("NONE") ? Optional.empty() : Optional.of(SurveyChannel.valueOf(word));
    }

    private static AskingHours hours(Settings settings) {
        var from = minute(settings.text("hours-from", "08:00", TIME, "a time of the day such as 08:00"));
        var until = minute(settings.text("hours-until", "20:00", TIME, "a time of the day such as 20:00, or 24:00"));
        if (from >= until) {
            settings.problem("hours-until", "must be after hours-from");
            return AskingHours.ALL_DAY;
        }
        return new AskingHours(from, until);
    }

    private static int minute(String time) {
        return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
    }

    private static Map<Character, Rating> digits(Settings settings) {
        var satisfied = digit(settings, "satisfied", "1");
        var basically = digit(settings, "basically-satisfied", "2");
        var dissatisfied = digit(settings, "dissatisfied", "3");
        if (satisfied == basically || basically == dissatisfied || satisfied == dissatisfied) {
            settings.problem("dissatisfied", "the three ratings must have three different digits");
            return Map.of();
        }
        return Map.of(
                satisfied, Rating.SATISFIED,
                basically, Rating.BASICALLY_SATISFIED,
                dissatisfied, Rating.DISSATISFIED);
    }

    private static char digit(Settings settings, String key, String otherwise) {
        return settings.text(key, otherwise, DIGIT, "one digit").charAt(0);
    }

    private static Voice voice(Settings settings) {
        var second = Duration.ofSeconds(1);
        return new Voice(
                settings.text("greeting", "您好，这里是12345政务服务便民热线，现就您反映的问题的办理结果向您回访。"),
                settings.text("question", "满意请按1，基本满意请按2，不满意请按3。"),
                settings.text("thanks", "感谢您的评价，再见。"),
                settings.number("question-tries", 2, 1, 5),
                settings.duration("patience", Duration.ofSeconds(8), second, Duration.ofMinutes(1)),
                settings.number("tries", 3, 1, 10),
                settings.duration("pause", Duration.ofHours(1), second, Duration.ofDays(7)),
                settings.duration("ring-limit", Duration.ofSeconds(30), second, Duration.ofMinutes(2)));
    }
}
