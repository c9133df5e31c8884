package org.hotline12345.telephony;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;

/** The rows of what the shift leader has switched. */
final class PgSwitches {
    private final Pool pool;

    PgSwitches(Pool pool) {
        this.pool = pool;
    }

    void add(LineSwitch made) {
        var text = switch (made.mode()) {
            case LineSwitch.Notice notice -> notice.text();
            case LineSwitch.Surge _ -> null;
            case LineSwitch.Night night -> night.text();
        };
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into telephony.line_switch
                               (id, hotline, mode, text, takes_messages, number, from_at, until_at, made_by)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""")
                .execute(Tuple.tuple()
                        .addUUID(made.id())
                        .addString(made.hotline().value())
                        .addString(word(made.mode()))
                        .addString(text)
                        .addBoolean(made.mode() instanceof LineSwitch.Surge surge ? surge.takesMessages() : null)
                        .addString(made.mode() instanceof LineSwitch.Night night ? night.number() : null)
                        .addOffsetDateTime(made.from().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(made.until().atOffset(ZoneOffset.UTC))
                        .addUUID(made.madeBy().value()))
                .await();
    }

    /** Whether there was such a switch that had not ended. */
    boolean end(HotlineCode hotline, UUID id, PersonId by, Instant at) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update telephony.line_switch set until_at = greatest($4, from_at), ended_by = $3
                                 where hotline = $1 and id = $2 and until_at > $4""")
                        .execute(Tuple.of(hotline.value(), id, by.value(), at.atOffset(ZoneOffset.UTC)))
                        .await()
                        .rowCount()
                == 1;
    }

    /** Those that have not ended, of all hotlines, the oldest first. */
    List<LineSwitch> inForce(Instant at) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
                        select id, hotline, mode, text, takes_messages, number, from_at, until_at, made_by
                          from telephony.line_switch where from_at <= $1 and until_at > $1 order by from_at, id""")
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgSwitches::read)
                .toList();
    }

    static String word(LineSwitch.Mode mode) {
        return switch (mode) {
            case LineSwitch.Notice _ -> "NOTICE";
            case LineSwitch.Surge _ -> "SURGE";
            case LineSwitch.Night _ -> "NIGHT";
        };
    }

    private static LineSwitch read(Row row) {
        var mode = switch (row.getString("mode")) {
            case "NOTICE" -> new LineSwitch.Notice(row.getString("text"));
            case "SURGE" -> new LineSwitch.Surge(row.getBoolean("takes_messages"));
            default -> new LineSwitch.Night(row.getString("text"), row.getString("number"));
        };
        return new LineSwitch(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                mode,
                row.getOffsetDateTime("from_at").toInstant(),
                row.getOffsetDateTime("until_at").toInstant(),
                new PersonId(row.getUUID("made_by")));
    }
}
