package org.hotline12345.telephony.agi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asteriskjava.fastagi.AgiChannel;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.AgiHangupException;
import org.asteriskjava.fastagi.AgiRequest;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.TelephonyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversations that the dialplan asks for by name: {@code arrive} and {@code interview}. */
final class AgiScripts {
    private static final Logger LOG = LoggerFactory.getLogger(AgiScripts.class);
    private static final String ALL_KEYS = "0123456789*#";
    /** What the dialplan may add before it ends the channel itself. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final TelephonyConfig.Agi config;
    private final Conversations conversations;
    private final AgiSockets sockets;

    AgiScripts(TelephonyConfig.Agi config, Conversations conversations, AgiSockets sockets) {
        this.config = config;
        this.conversations = conversations;
        this.sockets = sockets;
    }

    void run(AgiRequest request, AgiChannel channel) {
        try {
            switch (request.getScript()) {
                case "arrive" -> arrive(request, channel);
                case "interview" -> interview(request, channel);
                default -> LOG.warn("the dialplan asks for the unknown script \"{}\"", request.getScript());
            }
        } catch (AgiHangupException e) {
            LOG.debug("hung up during {}", request.getScript());
        } catch (AgiException e) {
            LOG.info("conversation {} broke off: {}", request.getScript(), e.getMessage());
        }
    }

    /** The dialplan knows by HOTLINE_GREETED that it need not greet by itself. */
    private void arrive(AgiRequest request, AgiChannel channel) throws AgiException {
        limit(request, channel, config.greetingLimit());
        var welcome = conversations.welcome(request.getExtension());
        for (var file : welcome.files()) {
            channel.streamFile(file);
        }
        if (!welcome.files().isEmpty()) {
            channel.setVariable("HOTLINE_GREETED", "1");
        }
        channel.setVariable("HOTLINE_QUEUE", welcome.queue());
    }

    private void interview(AgiRequest request, AgiChannel channel) throws AgiException {
        limit(request, channel, config.interviewLimit());
        var id = channel.getVariable("HOTLINE_INTERVIEW");
        if (id == null) {
            LOG.warn("an interview without HOTLINE_INTERVIEW is ended");
            return;
        }
        var interview = conversations.begin(id);
        if (interview.isEmpty()) {
            LOG.info("interview {} is ended: nobody waits for its answers", id);
            return;
        }
        var answers = new ArrayList<Character>();
        try {
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
        var file = conversations.spoken(step.text());
        return switch (step) {
            case Interview.Say _ -> {
                if (file.isPresent()) {
                    channel.streamFile(file.get());
                }
                yield true;
            }
            case Interview.AskDigit ask -> file.isPresent() && ask(ask, file.get(), channel, answers);
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

    private void limit(AgiRequest request, AgiChannel channel, Duration limit) throws AgiException {
        sockets.limit(request.getRemoteAddress(), request.getRemotePort(), limit);
        channel.setVariable("TIMEOUT(absolute)", Long.toString(limit.plus(SLACK).toSeconds()));
    }
}
