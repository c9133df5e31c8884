package org.hotline12345.callback;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.callback.CallbackProfile.Start;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.Interview.AskDigit;
import org.hotline12345.telephony.Interview.Say;
import org.hotline12345.ticketing.TicketNumber;

/** Decides whether, how and in which words a citizen is asked. Knows no clock and no rows. */
final class Planning {
    /** Whether the citizen of a closed ticket is asked, and how. */
    sealed interface Plan {
        record Ask(SurveyChannel channel, Caller.Known citizen) implements Plan {}

        /** @param why as the people of the office read it */
        record DoNotAsk(String why) implements Plan {}
    }

    /** With the 0 of its area code; a short service number or one abroad is never dialled by itself. */
    private static final Pattern LANDLINE = Pattern.compile("0[1-9][0-9]{8,10}");

    private static final String TICKET = "{ticket}";

    private Planning() {}

    /**
     * Whether this event of a ticket begins a survey.
     *
     * @param handles the unit's work was accepted by it (办结)
     * @param closes the ticket was closed by it (结案); a direct answer does both
     */
    static boolean begins(Start start, boolean handles, boolean closes) {
        return switch (start) {
            case HANDLED -> handles;
            case CLOSED -> closes;
            case NEVER -> false;
        };
    }

    /** @param requester the requester's number in its normal form; withheld when there is none */
    static Plan decide(CallbackProfile profile, Caller requester) {
        return switch (requester) {
            case Caller.Withheld _ -> new Plan.DoNotAsk("诉求人未留号码");
            case Caller.Known known when known.mobile() -> ask(profile.mobile(), known, "手机");
            case Caller.Known known
            when LANDLINE.matcher(known.number()).matches() -> ask(profile.landline(), known, "固定电话");
            case Caller.Known _ -> new Plan.DoNotAsk("不是手机或国内固定电话");
        };
    }

    private static Plan ask(Optional<SurveyChannel> channel, Caller.Known citizen, String kind) {
        return channel.<Plan>map(way -> new Plan.Ask(way, citizen)).orElseGet(() -> new Plan.DoNotAsk("本热线不调查" + kind));
    }

    static String message(CallbackProfile profile, TicketNumber ticket) {
        return profile.smsText().replace(TICKET, ticket.value());
    }

    static Interview interview(CallbackProfile profile) {
        var voice = profile.voice();
        return new Interview(List.of(
                new Say(voice.greeting()),
                new AskDigit(voice.question(), profile.digits().keySet(), voice.questionTries(), voice.patience()),
                new Say(voice.thanks())));
    }
}
