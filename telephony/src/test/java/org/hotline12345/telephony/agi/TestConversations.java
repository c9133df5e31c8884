package org.hotline12345.telephony.agi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hotline12345.telephony.Interview;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.WayStep;
import org.hotline12345.telephony.WayStep.Spoken;

/** A hotline with one call, {@code pbx1-1.1}, and one interview, {@code dial-1}; its way is what the test says. */
class TestConversations implements Conversations {
    static final WayStep WAIT = new WayStep.Wait(new QueueName("hotline"), 0, Duration.ofMinutes(10), Optional.empty());

    final List<String> arrived = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> wishes = new CopyOnWriteArrayList<>();
    final CompletableFuture<List<Character>> answers = new CompletableFuture<>();
    volatile Way way = _ -> List.of(say("greeting"), say("notice"), WAIT);
    volatile Optional<Interview> interview = Optional.empty();

    static WayStep say(String text) {
        return new WayStep.Say(new Spoken("", text));
    }

    @Override
    public boolean isKnown(String call) {
        return call.equals("pbx1-1.1");
    }

    @Override
    public Way arrive(String call, String line) {
        arrived.add(line);
        return way;
    }

    @Override
    public Optional<Sound> spoken(Spoken what) {
        return Optional.of(new Sound("/prompts/" + what.text(), Duration.ofSeconds(3)));
    }

    @Override
    public Optional<String> progress(String call, String digits) {
        return digits.equals("20261122000001") ? Optional.of("closed") : Optional.empty();
    }

    @Override
    public Optional<Path> messageFile(String call, String line) {
        return Optional.of(Path.of("/messages/" + call + ".wav"));
    }

    @Override
    public void messageTaken(String call, String line, Path file) {
        messages.add(call + " " + line + " " + file);
    }

    @Override
    public Optional<Spoken> callbackWanted(String call, String line) {
        wishes.add(call + " " + line);
        return Optional.of(new Spoken("callback-thanks", "thanks"));
    }

    @Override
    public Optional<Interview> begin(String id) {
        return id.equals("dial-1") ? interview : Optional.empty();
    }

    @Override
    public void end(String id, List<Character> given) {
        answers.complete(new ArrayList<>(given));
    }
}
