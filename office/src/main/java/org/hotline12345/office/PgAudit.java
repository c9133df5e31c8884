package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The audit trail's rows. */
final class PgAudit {
    private static final int MOST_AT_ONCE = 500;

    /** Something that was seen or done. */
    record Note(UUID id, OffsetDateTime at, UUID person, String hotline, String action, String object) {}

    private final Pool pool;
    private final Batches<Note, UUID> batches = new Batches<>(MOST_AT_ONCE, this::store);

    PgAudit(Pool pool) {
        this.pool = pool;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** Goes on when it is stored. */
    void note(Note note) {
        batches.add(note).await();
    }

    private Future<List<UUID>> store(List<Note> notes) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                        insert into office.audit (id, at, person, hotline, action, object)
                        select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[])""")
                .execute(parameters(notes))
                .map(_ -> notes.stream().map(Note::id).toList());
    }

    private static Tuple parameters(List<Note> notes) {
        return Tuple.tuple()
                .addArrayOfUUID(notes.stream().map(Note::id).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(notes.stream().map(Note::at).toArray(OffsetDateTime[]::new))
                .addArrayOfUUID(notes.stream().map(Note::person).toArray(UUID[]::new))
                .addArrayOfString(notes.stream().map(Note::hotline).toArray(String[]::new))
                .addArrayOfString(notes.stream().map(Note::action).toArray(String[]::new))
                .addArrayOfString(notes.stream().map(Note::object).toArray(String[]::new));
    }
}
