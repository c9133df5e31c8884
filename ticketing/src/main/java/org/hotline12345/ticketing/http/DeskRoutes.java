package org.hotline12345.ticketing.http;

import io.vertx.ext.web.Router;
import org.hotline12345.office.Office;
import org.hotline12345.ticketing.Ticketing;

/** What helps those who work on tickets: catalogue, suggestions, alerts, knowledge, duty, inspection, successors. */
public final class DeskRoutes {
    private final Ticketing ticketing;
    private final Office office;

    public DeskRoutes(Ticketing ticketing, Office office) {
        this.ticketing = ticketing;
        this.office = office;
    }

    public void mount(Router router) {
        new CatalogueRoutes(ticketing, office).mount(router);
        new DomainRoutes(ticketing).mount(router);
        new AlertRoutes(ticketing, office).mount(router);
        new KnowledgeRoutes(ticketing, office).mount(router);
        new DutyRoutes(ticketing, office).mount(router);
        new InspectionRoutes(ticketing, office).mount(router);
        new SuccessionRoutes(ticketing, office).mount(router);
    }
}
