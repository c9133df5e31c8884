package org.hotline12345.telephony.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.telephony.AgentDesk;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.CallListener;
import org.hotline12345.telephony.Telephony;

/**
 * Tells browsers of who leads who waits, on {@code telephony.waiting}, as {@code GET /api/waiting} gives it. The thread of
 * calls only notes that something changed; a timer tells it, so that a rush of calls makes no rush of frames.
 */
public final class WaitingTopic implements CallListener {
    /** How often {@link #tell} is to be called. */
    public static final Duration EVERY = Duration.ofMillis(500);

    private final LiveTopic topic;
    private final WaitingJson json;
    private final Set<HotlineCode> changed = ConcurrentHashMap.newKeySet();

    public WaitingTopic(LiveTopics topics, Telephony telephony, Clock clock) {
        this.topic = topics.open("telephony.waiting", AgentDesk.LEAD);
        this.json = new WaitingJson(telephony, clock);
    }

    @Override
    public void on(Call call, CallEvent event) {
        switch (event) {
            case CallEvent.Queued _,
                    CallEvent.Ringing _,
                    CallEvent.RingEnded _,
                    CallEvent.WaitRanOut _,
                    CallEvent.Answered _,
                    CallEvent.PutThrough _,
                    CallEvent.Transferred _,
                    CallEvent.TalkEnded _,
                    CallEvent.OutsideEnded _,
                    CallEvent.Left _,
                    CallEvent.Interrupted _ -> changed.add(call.hotline());
            case CallEvent.Arrived _, CallEvent.Recorded _, CallEvent.Connected _, CallEvent.Disconnected _ -> {}
        }
    }

    /** Sends what has changed since the last time; waits for nothing. */
    public void tell() {
        for (var hotline : List.copyOf(changed)) {
            // First taken off the list: what changes from here on is told the next time.
            changed.remove(hotline);
            topic.publish(hotline, json.of(hotline).encode());
        }
    }
}
