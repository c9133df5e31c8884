package org.hotline12345.callback;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.DialOutcome;
import org.hotline12345.telephony.Interview;
import org.hotline12345.ticketing.TicketNumber;

/** Citizens at their telephones, as a test wants them: the way out is a script, everything else is the town's. */
final class TestCitizens implements Citizens {
    private final TestTown town;
    private final Queue<DialOutcome> script = new ConcurrentLinkedQueue<>();
    private final List<String> dialled = new CopyOnWriteArrayList<>();
    private final AtomicInteger talking = new AtomicInteger();
    private final AtomicInteger mostTalking = new AtomicInteger();
    private volatile boolean lineUp = true;
    private volatile boolean ourTurn = true;
    private volatile Runnable whileTalking = () -> {};

    TestCitizens(TestTown town) {
        this.town = town;
    }

    void willAnswer(DialOutcome... outcomes) {
        script.addAll(List.of(outcomes));
    }

    void lineUp(boolean up) {
        lineUp = up;
    }

    void ourTurn(boolean ours) {
        ourTurn = ours;
    }

    void whileTalking(Runnable what) {
        whileTalking = what;
    }

    List<String> dialled() {
        return dialled;
    }

    int mostTalking() {
        return mostTalking.get();
    }

    @Override
    public Caller requester(HotlineCode hotline, TicketNumber ticket) {
        return town.ticketing
                .requesterPhone(hotline, ticket)
                .map(number -> town.telephony.callerFrom(hotline, number))
                .orElseGet(Caller.Withheld::new);
    }

    @Override
    public Caller callerFrom(HotlineCode hotline, String number) {
        return town.telephony.callerFrom(hotline, number);
    }

    @Override
    public boolean isOurTurn() {
        return ourTurn;
    }

    @Override
    public boolean canDial() {
        return lineUp;
    }

    @Override
    public DialOutcome dial(HotlineCode hotline, String number, Interview interview, Duration ringLimit) {
        dialled.add(number);
        mostTalking.accumulateAndGet(talking.incrementAndGet(), Math::max);
        try {
            whileTalking.run();
            var next = script.poll();
            return next == null ? new DialOutcome.NoAnswer() : next;
        } finally {
            talking.decrementAndGet();
        }
    }
}
