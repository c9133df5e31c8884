package org.hotline12345.telephony.agi;

import java.time.Duration;
import java.util.Optional;
import org.asteriskjava.fastagi.AgiChannel;
import org.asteriskjava.fastagi.AgiException;
import org.hotline12345.telephony.WayStep;
import org.hotline12345.telephony.WayStep.Spoken;

/**
 * Walks one caller along the way, step by step. Where it ends is told to the dialplan by variables, which the dialplan
 * checks again: HOTLINE_GREETED says that it need not greet by itself, HOTLINE_NEXT, set last of all, where to go.
 */
final class WayWalk {
    private static final String ALL_KEYS = "0123456789*#";
    private static final String CALLBACK_KEY = "1";
    /** 8 digits of the day and 6 of the ticket's place in it. */
    private static final int TICKET_DIGITS = 14;

    private static final int TICKET_TRIES = 2;
    private static final Duration TICKET_PATIENCE = Duration.ofSeconds(8);
    private static final int SILENCE_ENDS_MESSAGE_SECONDS = 6;
    /** Beep, prompt and good-bye around a message. */
    private static final Duration AROUND_MESSAGE = Duration.ofSeconds(40);

    private static final Spoken ASK_TICKET = new Spoken("progress-ask", "请输入14位工单编号，以井号键结束。");
    private static final Spoken NO_TICKET = new Spoken("progress-unknown", "没有查到您来电号码登记的这个工单。");

    /**
     * A caller must not hang on a program that stands still: before each step that takes its time, the dialplan is told how
     * long it may take at most, and goes on by itself after so much more.
     */
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** Gives the conversation so much time from now. */
    interface Limit {
        void set(Duration limit) throws AgiException;
    }

    private final Conversations conversations;
    private final String call;
    private final String line;
    private final AgiChannel channel;
    private final Limit limit;
    private boolean hasSpoken;
    private boolean isGreeted;

    WayWalk(Conversations conversations, String call, String line, AgiChannel channel, Limit limit) {
        this.conversations = conversations;
        this.call = call;
        this.line = line;
        this.channel = channel;
        this.limit = limit;
    }

    void walk() throws AgiException {
        var way = conversations.arrive(call, line);
        var keys = new StringBuilder();
        var key = Optional.<Character>empty();
        do {
            key = walk(way, keys.toString());
            key.ifPresent(keys::append);
        } while (key.isPresent());
    }

    /** The key that was pressed at a question; empty when the way is at its end. */
    private Optional<Character> walk(Conversations.Way way, String keys) throws AgiException {
        for (var step : way.next(keys)) {
            if (!(step instanceof WayStep.Say)) {
                greeted();
            }
            switch (step) {
                case WayStep.Say say -> say(say.what());
                case WayStep.AskKey ask -> {
                    return Optional.of(ask(ask));
                }
                case WayStep.TellProgress _ -> tellProgress();
                case WayStep.TakeMessage take -> takeMessage(take);
                case WayStep.Wait wait -> lead(wait);
                case WayStep.HandToEmergency hand ->
                    handTo("emergency", hand.to().number());
                case WayStep.HandTo hand -> handTo("outside", hand.to().number());
                case WayStep.Leave _ -> next("end");
            }
        }
        return Optional.empty();
    }

    private void say(Spoken what) throws AgiException {
        var sound = conversations.spoken(what);
        if (sound.isPresent()) {
            within(sound.get().length());
            channel.streamFile(sound.get().path());
            hasSpoken = true;
        }
    }

    /** Any key ends the text: who knows the menu need not hear it out. A text that cannot be spoken asks nothing. */
    private char ask(WayStep.AskKey ask) throws AgiException {
        var sound = conversations.spoken(ask.what());
        for (int attempt = 0; attempt < ask.tries() && sound.isPresent(); attempt++) {
            within(sound.get().length().plus(ask.patience()));
            var key = channel.streamFile(sound.get().path(), ALL_KEYS);
            if (ALL_KEYS.indexOf(key) < 0) {
                key = channel.waitForDigit((int) ask.patience().toMillis());
            }
            if (ask.keys().contains(key)) {
                return key;
            }
        }
        return WayStep.AskKey.NO_KEY;
    }

    private void tellProgress() throws AgiException {
        var question = conversations.spoken(ASK_TICKET);
        for (int attempt = 0; attempt < TICKET_TRIES && question.isPresent(); attempt++) {
            within(question.get().length().plus(TICKET_PATIENCE.multipliedBy(TICKET_DIGITS)));
            var digits = channel.getData(question.get().path(), TICKET_PATIENCE.toMillis(), TICKET_DIGITS);
            if (digits != null && digits.matches("[0-9]{" + TICKET_DIGITS + "}")) {
                var told = conversations.progress(call, digits);
                say(told.map(text -> new Spoken("", text)).orElse(NO_TICKET));
                if (told.isPresent()) {
                    return;
                }
            }
        }
    }

    private void takeMessage(WayStep.TakeMessage take) throws AgiException {
        var file = conversations.messageFile(call, line);
        if (file.isEmpty()) {
            return;
        }
        limit.set(take.limit().plus(AROUND_MESSAGE));
        say(take.what());
        within(take.limit());
        var path = file.get().toString();
        try {
            channel.recordFile(
                    path.substring(0, path.length() - ".wav".length()),
                    "wav",
                    "#",
                    (int) take.limit().toMillis(),
                    0,
                    true,
                    SILENCE_ENDS_MESSAGE_SECONDS);
        } finally {
            // Most callers just hang up when they have said all.
            conversations.messageTaken(call, line, file.get());
        }
    }

    private void lead(WayStep.Wait wait) throws AgiException {
        if (wait.priority() != 0) {
            channel.setVariable("HOTLINE_PRIORITY", Integer.toString(wait.priority()));
        }
        channel.setVariable("HOTLINE_WAIT_SECONDS", Long.toString(wait.longest().toSeconds()));
        channel.setVariable("HOTLINE_QUEUE", wait.queue().value());
        if (wait.callback().isPresent()) {
            channel.setVariable("HOTLINE_CALLBACK", "1");
            if (wants(wait.callback().get())) {
                next("callback");
            }
        }
    }

    /** Whether the caller takes the offer while hearing it; later, the dialplan hears the key. */
    private boolean wants(Spoken offer) throws AgiException {
        var sound = conversations.spoken(offer);
        if (sound.isEmpty()) {
            return false;
        }
        within(sound.get().length());
        return channel.streamFile(sound.get().path(), CALLBACK_KEY) == CALLBACK_KEY.charAt(0);
    }

    private void handTo(String how, String number) throws AgiException {
        channel.setVariable("HOTLINE_DIAL", number);
        next(how);
    }

    /** Where nothing can be spoken, the dialplan greets after all; it also does when we are gone before the end of it. */
    private void greeted() throws AgiException {
        if (hasSpoken && !isGreeted) {
            channel.setVariable("HOTLINE_GREETED", "1");
            isGreeted = true;
        }
    }

    private void within(Duration step) throws AgiException {
        channel.setVariable("TIMEOUT(absolute)", Long.toString(step.plus(SLACK).toSeconds()));
    }

    private void next(String where) throws AgiException {
        channel.setVariable("HOTLINE_NEXT", where);
    }
}
