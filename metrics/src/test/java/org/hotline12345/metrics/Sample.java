package org.hotline12345.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hotline12345.callback.Rating;
import org.hotline12345.callback.SurveyChannel;
import org.hotline12345.callback.SurveyEvent;
import org.hotline12345.callback.SurveyId;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.Call;
import org.hotline12345.telephony.CallEvent;
import org.hotline12345.telephony.CallId;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Calls;
import org.hotline12345.telephony.QueueName;
import org.hotline12345.telephony.Seat;

/** A small morning at a hotline, told to meters as telephony and callback tell it. */
final class Sample {
    static final HotlineCode NORTH = new HotlineCode("north");
    private static final String LINE = "12345";
    private static final Instant AT = Instant.parse("2026-11-22T01:00:00Z");
    private static final Seat SEAT = new Seat("1001");

    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Meters meters = new Meters(registry);
    final List<Call> open = new ArrayList<>();
    boolean connected = true;
    private int calls;

    Sample() {
        meters.begin(new Hotline(NORTH, "北县12345热线", LINE, "0370", ZoneId.of("Asia/Shanghai")));
        meters.watch(() -> open, () -> connected);
    }

    private Call tell(Call call, CallEvent event) {
        var next = Calls.apply(call, event);
        meters.heard(next, event);
        return next;
    }

    private Call arrived() {
        var id = new CallId("pbx1-1795303319." + calls++);
        var arrived = new CallEvent.Arrived(id, AT, NORTH, LINE, new Caller.Withheld());
        var call = Calls.begin(arrived);
        meters.heard(call, arrived);
        return call;
    }

    Call queued() {
        var call = arrived();
        return tell(call, new CallEvent.Queued(call.id(), AT, new QueueName("hotline")));
    }

    Call answeredAfter(Duration wait) {
        var call = queued();
        call = tell(call, new CallEvent.Ringing(call.id(), AT, SEAT, Call.NOBODY, "leg-" + SEAT));
        return tell(call, new CallEvent.Answered(call.id(), AT.plus(wait), SEAT, Call.NOBODY, "leg-" + SEAT));
    }

    Call left(Call call) {
        return tell(call, new CallEvent.Left(call.id(), AT.plusSeconds(400), 16));
    }

    void hangsUpInGreeting() {
        left(arrived());
    }

    void interrupted(Call call) {
        tell(call, new CallEvent.Interrupted(call.id(), AT.plusSeconds(400)));
    }

    void survey(Rating rating) {
        var id = new SurveyId(new UUID(0, 1));
        meters.heard(new SurveyEvent.Asked(id, NORTH, AT, SurveyChannel.SMS));
        meters.heard(new SurveyEvent.Answered(id, NORTH, AT, SurveyChannel.SMS, rating));
    }

    /** Everything once. */
    static Sample morning() {
        var sample = new Sample();
        sample.left(sample.answeredAfter(Duration.ofSeconds(4)));
        sample.left(sample.answeredAfter(Duration.ofSeconds(15)));
        sample.left(sample.answeredAfter(Duration.ofSeconds(16)));
        sample.left(sample.queued());
        sample.hangsUpInGreeting();
        sample.open.add(sample.queued());
        sample.survey(Rating.SATISFIED);
        return sample;
    }
}
