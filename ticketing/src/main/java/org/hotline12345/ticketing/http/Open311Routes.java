package org.hotline12345.ticketing.http;

import io.vertx.ext.web.Router;
import java.time.Clock;
import org.hotline12345.office.Office;
import org.hotline12345.ticketing.Filings;
import org.hotline12345.ticketing.open311.GeoReport;

/** Open311 GeoReport v2 under {@code /open311}, behind the same limits as all that nobody is signed in for. */
public final class Open311Routes {
    /** Room for 4,000 Chinese characters in one field of a form, nine bytes each as they are sent: a whole description. */
    public static final int MOST_FIELD_BYTES = 48 << 10;

    private final GeoReport geoReport;

    public Open311Routes(Filings filings, Office office, Senders senders, Clock clock) {
        this.geoReport = new GeoReport(filings, office, senders, clock);
    }

    public void mount(Router router) {
        geoReport.mount(router);
    }
}
