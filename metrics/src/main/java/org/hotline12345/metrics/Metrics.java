package org.hotline12345.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.Office;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Ticketing;

/** What is happening now, in numbers for Prometheus. It hears of facts and asks for states; it has no rows. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry;

    private Metrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** To be called before telephony and callback start, so that no event is missed. */
    public static Metrics launch(Office office, Telephony telephony, Ticketing ticketing, Callbacks callbacks) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var meters = new Meters(registry);
        for (var hotline : office.hotlines()) {
            meters.begin(hotline);
        }
        meters.watch(telephony::callsHere, telephony::connected);
        meters.watchNodes(telephony::nodes);
        telephony.addListener(meters::heard);
        telephony.addLinkListener(meters::heard);
        ticketing.addListener(meters::heard);
        callbacks.addListener(meters::heard);
        return new Metrics(registry);
    }

    /** All meters in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of("meters", registry.getMeters().size());
    }

    @Override
    public void close() {
        registry.close();
    }
}
