package org.hotline12345.metrics.http;

import io.vertx.ext.web.Router;
import org.hotline12345.metrics.Metrics;

/** The page that Prometheus reads; it holds counts and nothing personal, so it asks for no sign-in. */
public final class MetricsRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    public MetricsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    public void mount(Router router) {
        router.get("/metrics")
                .handler(rc ->
                        rc.response().putHeader("Content-Type", PROMETHEUS_TEXT).end(metrics.scrape()));
    }
}
