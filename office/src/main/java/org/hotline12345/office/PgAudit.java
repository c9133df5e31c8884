package org.hotline12345.office;

import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/**
 * The audit trail's rows. What is noted while a statement is under way goes into the next one together; whoever notes
 * something goes on when it is stored.
 */
final class PgAudit {
    private static final int MOST_AT_ONCE = 500;

    /** Something that was seen or done. */
    record Note(UUID id, OffsetDateTime at, UUID person, String hotline, String action, String object) {}

    private record Waiting(Note note, Promise<Void> stored) {}

    private final Pool pool;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean underWay;

    PgAudit(Pool pool) {
        this.pool = pool;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    void note(Note note) {
        var one = new Waiting(note, Promise.promise());
        synchronized (waiting) {
            waiting.add(one);
        }
        storeNext();
        one.stored().future().await();
    }

    private void storeNext() {
        var batch = new ArrayList<Waiting>();
        synchronized (waiting) {
            if (underWay || waiting.isEmpty()) {
                return;
            }
            underWay = true;
            while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        }
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into office.audit (id, at, person, hotline, action, object)
                        select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[])""")
                .execute(parameters(batch.stream().map(Waiting::note).toList()))
                .onComplete(stored -> {
                    synchronized (waiting) {
                        underWay = false;
                    }
                    storeNext();
                    for (var one : batch) {
                        if (stored.succeeded()) {
                            one.stored().complete();
                        } else {
                            one.stored().fail(stored.cause());
                        }
                    }
                });
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
