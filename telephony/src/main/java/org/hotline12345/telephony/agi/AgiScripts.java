package org.hotline12345.telephony.agi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asteriskjava.fastagi.AgiChannel;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.AgiHangupException;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.TelephonyConfig;
import org.hotline12345.telephony.WayStep.Spoken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversations that the dialplan asks for by name: {@code arrive}, {@code callback} and {@code interview}. */
final class AgiScripts {
    private static final Logger LOG = LoggerFactory.getLogger(AgiScripts.class);
    private static final String ALL_KEYS = "0123456789*#";
    /** What the dialplan may add before it ends the channel itself. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final TelephonyConfig.Agi config;
    private final Conversations conversations;
    private final Refusals refusals;

    AgiScripts(TelephonyConfig.Agi config, Conversations conversations, Refusals refusals) {
        this.config = config;
        this.conversations = conversations;
        this.refusals = refusals;
    }

    void run(AgiHeader header, AgiSocket socket, AgiChannel channel) {
        try {
            switch (header.script()) {
                case "arrive" -> arrive(header, socket, channel);
                case "callback" -> callback(header, socket, channel);
                case "interview" -> interview(header, socket, channel);
                default -> refuse(socket, "the dialplan asks for an unknown script");
            }
        } catch (AgiHangupException e) {
            LOG.debug("hung up during {}", header.script());
        } catch (AgiException e) {
            LOG.debug("conversation {} broke off: {}", header.script(), e.getMessage());
        }
    }

    private void arrive(AgiHeader header, AgiSocket socket, AgiChannel channel) throws AgiException {
        if (isCall(header, socket)) {
            new WayWalk(
                            conversations,
                            header.uniqueId(),
                            header.extension(),
                            channel,
                            time -> limit(socket, channel, time))
                    .walk();
        }
    }

    /** The caller has left the queue by pressing the key for that; the dialplan hangs up afterwards. */
    private void callback(AgiHeader header, AgiSocket socket, AgiChannel channel) throws AgiException {
        if (isCall(header, socket)) {
            limit(socket, channel, config.greetingLimit());
            var line = channel.getVariable("HOTLINE_LINE");
            var thanks = conversations
                    .callbackWanted(header.uniqueId(), line == null ? "" : line)
                    .flatMap(conversations::spoken);
            channel.setVariable("HOTLINE_THANKED", "1");
            if (thanks.isPresent()) {
                channel.streamFile(thanks.get().path());
            }
        }
    }

    private boolean isCall(AgiHeader header, AgiSocket socket) {
        var known = conversations.isKnown(header.uniqueId());
        if (!known) {
            refuse(socket, "no call has this channel");
        }
        return known;
    }

    private void refuse(AgiSocket socket, String why) {
        refusals.note(socket.getRemoteAddress(), why);
        socket.close();
    }

    /** We chose the channel's id when we dialled, so it names the interview. */
    private void interview(AgiHeader header, AgiSocket socket, AgiChannel channel) throws AgiException {
        var id = header.uniqueId();
        var interview = conversations.begin(id);
        if (interview.isEmpty()) {
            refuse(socket, "nobody waits for the answers of this interview");
            return;
        }
        var answers = new ArrayList<Character>();
        try {
            limit(socket, channel, config.interviewLimit());
            for (var step : interview.get().steps()) {
                if (!take(step, channel, answers)) {
                    return;
                }
            }
        } finally {
            conversations.end(id, List.copyOf(answers));
        }
    }

    /** Whether the interview goes on: an unanswered question ends it, for later answers would stand in its place. */
    private boolean take(Interview.Step step, AgiChannel channel, List<Character> answers) throws AgiException {
        var file = conversations.spoken(new Spoken("", step.text()));
        return switch (step) {
            case Interview.Say _ -> {
                if (file.isPresent()) {
                    channel.streamFile(file.get().path());
                }
                yield true;
            }
            case Interview.AskDigit ask ->
                file.isPresent() && ask(ask, file.get().path(), channel, answers);
        };
    }

    private static boolean ask(Interview.AskDigit ask, String file, AgiChannel channel, List<Character> answers)
            throws AgiException {
        for (int attempt = 0; attempt < ask.tries(); attempt++) {
            var key = channel.streamFile(file, ALL_KEYS);
            if (ALL_KEYS.indexOf(key) < 0) {
                key = channel.waitForDigit((int) ask.patience().toMillis());
            }
            if (ask.allowed().contains(key)) {
                answers.add(key);
                return true;
            }
        }
        return false;
    }

    private static void limit(AgiSocket socket, AgiChannel channel, Duration limit) throws AgiException {
        socket.endAfter(limit);
        channel.setVariable("TIMEOUT(absolute)", Long.toString(limit.plus(SLACK).toSeconds()));
    }
}
