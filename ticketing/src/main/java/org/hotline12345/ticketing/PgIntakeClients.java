package org.hotline12345.ticketing;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;

/** The rows of the programs that may file requests. */
final class PgIntakeClients {
    // language=PostgreSQL
    private static final String SELECT = """
            select id, hotline, name, channels, per_minute, added_at, revoked_at from ticketing.intake_client
             where\s""";

    private final Pool pool;

    PgIntakeClients(Pool pool) {
        this.pool = pool;
    }

    /** @return false when the hotline has one of that name */
    boolean add(IntakeClient client, byte[] tokenHash) {
        // language=PostgreSQL
        return rows(
                                """
                        insert into ticketing.intake_client (id, hotline, name, token_hash, channels, per_minute, added_at)
                        values ($1, $2, $3, $4, $5, $6, $7) on conflict (hotline, name) do nothing returning id""",
                                Tuple.of(client.id(), client.hotline().value(), client.name(), Buffer.buffer(tokenHash))
                                        .addArrayOfString(client.channels().stream()
                                                .map(Enum::name)
                                                .toArray(String[]::new))
                                        .addInteger(client.perMinute())
                                        .addOffsetDateTime(PgTicketRows.utc(client.addedAt())))
                        .count()
                == 1;
    }

    List<IntakeClient> list(HotlineCode hotline) {
        return rows(SELECT + "hotline = $1 order by added_at, name", Tuple.of(hotline.value()))
                .map(PgIntakeClients::client)
                .toList();
    }

    boolean revoke(HotlineCode hotline, String name, Instant now) {
        // language=PostgreSQL
        return rows("""
                        update ticketing.intake_client set revoked_at = $3
                         where hotline = $1 and name = $2 and revoked_at is null returning id""", Tuple.of(hotline.value(), name, PgTicketRows.utc(now))).count() == 1;
    }

    Optional<IntakeClient> find(byte[] tokenHash) {
        return rows(SELECT + "token_hash = $1 and revoked_at is null", Tuple.of(Buffer.buffer(tokenHash)))
                .map(PgIntakeClients::client)
                .findFirst();
    }

    private static IntakeClient client(Row row) {
        return new IntakeClient(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                row.getString("name"),
                Arrays.stream(row.getArrayOfStrings("channels"))
                        .map(Channel::valueOf)
                        .toList(),
                row.getInteger("per_minute"),
                PgTicketRows.instant(row, "added_at").orElseThrow(),
                PgTicketRows.instant(row, "revoked_at"));
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
