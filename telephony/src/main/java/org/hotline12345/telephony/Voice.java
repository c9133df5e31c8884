package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.telephony.agi.Conversations;

/** What is said to citizens, and what they answer. */
final class Voice implements Conversations {
    /** The news of a call comes over the manager link and is committed first; the conversation may be quicker. */
    private static final Duration NEWS_LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(10);

    /** What the manager link tells of calls. */
    interface News {
        Optional<Call> openCall(CallId id);

        boolean isConnected();

        /** Whether events wait to be written, so that a call may have begun that nobody knows of yet. */
        boolean isBehind();
    }

    private final String node;
    private final News news;
    private final Function<String, Hotline> hotlineOfLine;
    private final Profiles profiles;
    private final Prompts prompts;
    private final Dialler dialler;

    Voice(
            String node,
            News news,
            Function<String, Hotline> hotlineOfLine,
            Profiles profiles,
            Prompts prompts,
            Dialler dialler) {
        this.node = node;
        this.news = news;
        this.hotlineOfLine = hotlineOfLine;
        this.profiles = profiles;
        this.prompts = prompts;
        this.dialler = dialler;
    }

    @Override
    public boolean isKnown(String uniqueId) {
        return idOf(uniqueId).filter(this::isKnown).isPresent();
    }

    private boolean isKnown(CallId id) {
        var end = System.nanoTime() + NEWS_LIMIT.toNanos();
        try {
            while (news.openCall(id).isEmpty() && news.isConnected()) {
                if (System.nanoTime() - end > 0) {
                    return news.isBehind();
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
            return uniqueId.startsWith(node + "-") ? Optional.of(new CallId(uniqueId)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Welcome welcome(String line) {
        var profile = profiles.of(hotlineOfLine.apply(line).code());
        var files = new ArrayList<String>();
        prompts.path("greeting", profile.greeting()).ifPresent(files::add);
        if (!profile.recordingNotice().isBlank()) {
            prompts.path("recording-notice", profile.recordingNotice()).ifPresent(files::add);
        }
        return new Welcome(files, profile.queue().value());
    }

    @Override
    public Optional<String> spoken(String text) {
        return prompts.path(text);
    }

    @Override
    public Optional<Interview> begin(String id) {
        return dialler.begin(id);
    }

    @Override
    public void end(String id, List<Character> answers) {
        dialler.end(id, answers);
    }
}
