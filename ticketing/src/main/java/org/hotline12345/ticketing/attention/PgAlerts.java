package org.hotline12345.ticketing.attention;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of alerts. */
public final class PgAlerts {
    // language=PostgreSQL
    private static final String SELECT = """
            select id, hotline, kind, number, words, tickets, at, acknowledged_at, acknowledged_by, note
              from ticketing.alert where hotline = $1\s""";

    private final Pool pool;

    public PgAlerts(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores an alert, and for a cluster that its tickets are part of one.
     *
     * @return false when the ticket has raised such an alert before
     */
    boolean raise(Alert alert) {
        // language=PostgreSQL
        var made = rows(
                """
                with made as (
                    insert into ticketing.alert (id, hotline, kind, number, words, tickets, at)
                    values ($1, $2, $3, $4, $5, $6, $7)
                    on conflict on constraint alert_once do nothing returning id, hotline, kind, tickets),
                named as (
                    update ticketing.digest d set cluster = made.id from made
                     where made.kind = 'CLUSTER' and d.hotline = made.hotline and d.number = any (made.tickets))
                select id from made""",
                Tuple.of(alert.id(), alert.hotline().value(), alert.kind().name())
                        .addString(alert.ticket().value())
                        .addString(alert.words())
                        .addArrayOfString(alert.tickets().stream()
                                .map(TicketNumber::value)
                                .toArray(String[]::new))
                        .addOffsetDateTime(alert.at().atOffset(ZoneOffset.UTC)));
        return made.findAny().isPresent();
    }

    /** Those that nobody acknowledged first, then the newest. */
    List<Alert> list(HotlineCode hotline, boolean openOnly, int limit) {
        // language=PostgreSQL
        return rows(SELECT + """
                        and ($2 = false or acknowledged_at is null)
                         order by acknowledged_at is not null, at desc limit $3""", Tuple.of(hotline.value(), openOnly, limit))
                .map(PgAlerts::alert)
                .toList();
    }

    Optional<Alert> find(HotlineCode hotline, UUID id) {
        return rows(SELECT + "and id = $2", Tuple.of(hotline.value(), id))
                .map(PgAlerts::alert)
                .findFirst();
    }

    /** @return false when somebody else was first */
    boolean acknowledge(HotlineCode hotline, UUID id, Instant at, PersonId by, String note) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update ticketing.alert set acknowledged_at = $3, acknowledged_by = $4, note = $5
                                 where hotline = $1 and id = $2 and acknowledged_at is null""")
                        .execute(Tuple.of(hotline.value(), id, at.atOffset(ZoneOffset.UTC), by.value(), note))
                        .await()
                        .rowCount()
                == 1;
    }

    private static Alert alert(Row row) {
        var at = Optional.ofNullable(row.getOffsetDateTime("acknowledged_at"));
        return new Alert(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                Alert.Kind.valueOf(row.getString("kind")),
                new TicketNumber(row.getString("number")),
                row.getString("words"),
                Arrays.stream(row.getArrayOfStrings("tickets"))
                        .map(TicketNumber::new)
                        .toList(),
                row.getOffsetDateTime("at").toInstant(),
                at.map(when -> new Alert.Acknowledged(
                        when.toInstant(),
                        new PersonId(row.getUUID("acknowledged_by")),
                        Optional.ofNullable(row.getString("note")).orElse(""))));
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
