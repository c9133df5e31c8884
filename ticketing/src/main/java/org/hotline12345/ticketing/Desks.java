package org.hotline12345.ticketing;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Rounds;
import org.hotline12345.ticketing.attention.Alert;
import org.hotline12345.ticketing.attention.AlertDesk;
import org.hotline12345.ticketing.attention.MatterReader;
import org.hotline12345.ticketing.attention.PgAlerts;
import org.hotline12345.ticketing.attention.PgMatters;
import org.hotline12345.ticketing.catalogue.CatalogueDesk;
import org.hotline12345.ticketing.catalogue.PgCatalogue;
import org.hotline12345.ticketing.duty.DutyCall;
import org.hotline12345.ticketing.duty.DutyDesk;
import org.hotline12345.ticketing.duty.DutyRound;
import org.hotline12345.ticketing.duty.PgDuty;
import org.hotline12345.ticketing.inspection.InspectionDesk;
import org.hotline12345.ticketing.inspection.PgInspections;
import org.hotline12345.ticketing.knowledge.KnowledgeDesk;
import org.hotline12345.ticketing.knowledge.PgKnowledge;
import org.hotline12345.ticketing.likeness.PgLikeness;
import org.hotline12345.ticketing.likeness.RepeatDesk;
import org.jspecify.annotations.Nullable;

/** What stands beside the tickets and helps those who work on them: catalogue, repeats, alerts, knowledge, duty, inspection. */
public final class Desks implements TicketListener, AutoCloseable {
    /** The rows of each. */
    record Rows(
            PgCatalogue catalogue,
            PgLikeness likeness,
            PgMatters matters,
            PgAlerts alerts,
            PgKnowledge knowledge,
            PgDuty duty,
            PgInspections inspections) {}

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);

    private final CatalogueDesk catalogue;
    private final RepeatDesk repeats;
    private final AlertDesk alerts;
    private final KnowledgeDesk knowledge;
    private final InspectionDesk inspections;
    private final DutyDesk duty;
    private final DutyRound dutyRound;
    private final Rounds dutyRounds;
    private final MatterReader reader;
    private final Rounds readings;
    private volatile @Nullable LiveTopic alertTopic;
    private volatile @Nullable LiveTopic dutyTopic;

    Desks(Rows rows, Clock clock, Office office, Successors successors) {
        catalogue = new CatalogueDesk(rows.catalogue(), rows.likeness(), clock, office, successors);
        repeats = new RepeatDesk(rows.likeness(), clock, office);
        alerts = new AlertDesk(rows.alerts(), clock, this::tell);
        knowledge = new KnowledgeDesk(rows.knowledge(), clock, office, UUID::randomUUID);
        inspections = new InspectionDesk(rows.inspections(), clock, office);
        duty = new DutyDesk(rows.duty(), clock, office, UUID::randomUUID);
        dutyRound = new DutyRound(rows.duty(), office, clock, UUID::randomUUID, this::call);
        dutyRounds = new Rounds("duty could not be called", BETWEEN_ROUNDS, dutyRound::go);
        reader = new MatterReader(rows.matters(), rows.alerts(), catalogue, office, clock, this::tell);
        readings = new Rounds("new requests could not be read", BETWEEN_ROUNDS, reader::read);
    }

    /** From now on texts are read and alerts are sent to browsers. */
    void start(LiveTopics topics) {
        alertTopic = topics.open("ticketing.alerts", AlertDesk.SEE);
        dutyTopic = topics.open("ticketing.duty", DutyDesk.SEE);
        readings.start();
        dutyRounds.start();
    }

    @Override
    public void close() {
        dutyRounds.close();
        readings.close();
    }

    public CatalogueDesk catalogue() {
        return catalogue;
    }

    public RepeatDesk repeats() {
        return repeats;
    }

    public AlertDesk alerts() {
        return alerts;
    }

    public KnowledgeDesk knowledge() {
        return knowledge;
    }

    public InspectionDesk inspections() {
        return inspections;
    }

    public DutyDesk duty() {
        return duty;
    }

    /** Calls duty for what is new now, instead of a little later. */
    public void callDutyNow() {
        dutyRound.go();
    }

    /** Reads what is new now, instead of a little later. */
    public void readNow() {
        reader.read();
    }

    @Override
    public void on(Optional<Ticket> before, Ticket after, List<TicketEvent> events) {
        if (before.isEmpty()) {
            readings.wake();
        }
    }

    private void call(DutyCall call, List<PersonId> people) {
        var topic = dutyTopic;
        if (topic != null) {
            var json = new JsonObject()
                    .put("id", call.id().toString())
                    .put("cause", call.cause().name())
                    .put("ticket", call.ticket().value())
                    .put("step", call.step().name())
                    .encode();
            people.forEach(person -> topic.publish(person, json));
        }
    }

    /** A hint: the page asks for the list. */
    private void tell(Alert alert) {
        var topic = alertTopic;
        if (topic != null) {
            topic.publish(
                    alert.hotline(),
                    new JsonObject()
                            .put("id", alert.id().toString())
                            .put("kind", alert.kind().name())
                            .put("ticket", alert.ticket().value())
                            .encode());
        }
    }
}
