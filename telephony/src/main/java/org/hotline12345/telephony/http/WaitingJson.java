package org.hotline12345.telephony.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallState;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;
import org.hotline12345.telephony.Telephony;

/** Who waits for an agent of a hotline at this moment: the same in an answer and in a live frame. */
final class WaitingJson {
    /** More callers are only counted: nobody reads so long a list. */
    private static final int MAX_LISTED = 100;

    /**
     * @param since when this wait began
     * @param rung the seat whose telephone rings for the caller, if one does
     */
    private record Waiter(Call call, QueueName queue, Instant since, Optional<Seat> rung) {}

    private final Telephony telephony;
    private final Clock clock;

    WaitingJson(Telephony telephony, Clock clock) {
        this.telephony = telephony;
        this.clock = clock;
    }

    /** Longest wait first; only from what is in memory, so an event loop may ask. */
    JsonObject of(HotlineCode hotline) {
        var waiters = telephony.openCalls().stream()
                .filter(call -> call.hotline().equals(hotline))
                .flatMap(call -> waiter(call).stream())
                .sorted(Comparator.comparing(Waiter::since))
                .toList();
        var calls = new JsonArray();
        waiters.stream().limit(MAX_LISTED).map(WaitingJson::json).forEach(calls::add);
        return new JsonObject()
                .put("hotline", hotline.value())
                .put("at", clock.instant().toString())
                .put(
                        "completeUntil",
                        telephony.completeUntil().map(Instant::toString).orElse(null))
                .put("count", waiters.size())
                .put("calls", calls);
    }

    private static Optional<Waiter> waiter(Call call) {
        return switch (call.state()) {
            case CallState.Waiting(var queue, var since) ->
                Optional.of(new Waiter(call, queue, since, Optional.empty()));
            case CallState.Ringing(var queue, var since, var seat, var _) ->
                Optional.of(new Waiter(call, queue, since, Optional.of(seat)));
            case CallState.Open _ ->
                call.waitsAgain().map(again -> new Waiter(call, again.queue(), again.since(), Optional.empty()));
            case CallState.Ended _ -> Optional.empty();
        };
    }

    private static JsonObject json(Waiter waiter) {
        return new JsonObject()
                .put("call", waiter.call().id().value())
                .put("line", waiter.call().line())
                .put("caller", waiter.call().caller().masked())
                .put("queue", waiter.queue().value())
                .put("queuedAt", waiter.since().toString())
                .put("seat", waiter.rung().map(Seat::value).orElse(null));
    }
}
