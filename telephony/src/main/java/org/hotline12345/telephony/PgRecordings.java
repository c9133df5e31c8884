package org.hotline12345.telephony;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;

/**
 * The rows of recorded talks. A row begins in the transaction that tells of the recording, and goes from state to state
 * by statements that name the state they expect: two backends that look at the same file do not disturb each other.
 */
final class PgRecordings {
    /** A talk is being recorded into that file, as Asterisk named it. */
    record Noted(CallId call, String pathOfAsterisk) {}

    /** An answered call of which no recording is known. */
    record Unrecorded(CallId call, Instant arrivedAt) {}

    private final Pool pool;

    PgRecordings(Pool pool) {
        this.pool = pool;
    }

    /** Joins the transaction that writes the calls' events; the calls' rows must be there. Writing again changes nothing. */
    static Future<?> note(SqlConnection tx, List<Noted> noted) {
        if (noted.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = noted.stream()
                .map(one -> Tuple.of(one.call().value(), RecordingFiles.nameOf(one.pathOfAsterisk())))
                .toList();
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into telephony.recording (call, part, hotline, arrived_at, file, state, since, looked_at, held_until)
                        select id, 1 + coalesce((select max(part) from telephony.recording where call = $1), 0),
                               hotline, arrived_at, $2, 'MAKING', now(), now(),
                               (select max(until) from telephony.recording_hold where call = $1 and released_at is null)
                          from telephony.call where id = $1
                        on conflict do nothing""").executeBatch(rows);
    }

    /** A recording that the events did not tell of. */
    void add(CallId call, String file) {
        pool.withTransaction(tx -> note(tx, List.of(new Noted(call, file)))).await();
    }

    List<Recording> of(CallId call) {
        // language=PostgreSQL
        return recordings("select * from telephony.recording where call = $1 order by part", Tuple.of(call.value()));
    }

    /** Not yet looked at, of calls that have ended before; those longest waiting first. */
    List<Recording> finished(Instant endedBefore, int limit) {
        // language=PostgreSQL
        return recordings("""
                select r.* from telephony.recording r join telephony.call c on c.id = r.call
                 where r.state = 'MAKING' and c.ended_at < $1 order by r.since limit $2""", Tuple.of(utc(endedBefore), limit));
    }

    /** Answered calls without a recording that arrived after a moment and ended between two others, oldest first. */
    List<Unrecorded> unrecorded(HotlineCode hotline, Instant arrivedFrom, Instant from, Instant until, int limit) {
        // language=PostgreSQL
        return rows("""
                        select id, arrived_at from telephony.call c
                         where hotline = $1 and arrived_at >= $2 and answered_at is not null
                           and ended_at >= $3 and ended_at < $4
                           and not exists (select 1 from telephony.recording where call = c.id)
                           and not exists (select 1 from telephony.brought_in_call where call = c.id)
                         order by ended_at limit $5""", Tuple.of(hotline.value(), utc(arrivedFrom), utc(from), utc(until), limit)).stream()
                .map(row -> new Unrecorded(new CallId(row.getString("id")), instant(row, "arrived_at")))
                .toList();
    }

    /**
     * What went wrong, newest call first.
     *
     * @param isRecorded whether the hotline records: if not, what never came is not missing
     */
    List<Recording> problems(HotlineCode hotline, boolean isRecorded, int limit) {
        // language=PostgreSQL
        return recordings("""
                select * from telephony.recording
                 where hotline = $1 and state in ('EMPTY', 'MISSING', 'UNREADABLE', 'CHANGED')
                   and ($2 or state <> 'MISSING' or sha256 is not null)
                 order by arrived_at desc limit $3""", Tuple.of(hotline.value(), isRecorded, limit));
    }

    /** Problems that may have mended themselves, and were not looked at since that moment. */
    List<Recording> toLookAtAgain(HotlineCode hotline, Instant arrivedAfter, Instant notSince, int limit) {
        // language=PostgreSQL
        return recordings("""
                select * from telephony.recording
                 where hotline = $1 and arrived_at >= $2 and state in ('MISSING', 'UNREADABLE', 'CHANGED')
                   and looked_at < $3
                 order by looked_at limit $4""", Tuple.of(hotline.value(), utc(arrivedAfter), utc(notSince), limit));
    }

    /** Those with a checksum to verify, newest call first. */
    List<Recording> verifiable(int limit) {
        // language=PostgreSQL
        return recordings("""
                select * from telephony.recording where state in ('KEPT', 'EMPTY', 'CHANGED')
                 order by arrived_at desc limit $1""", Tuple.of(limit));
    }

    /** Puts the recording from its state into the next, unless somebody else has changed it meanwhile. */
    boolean move(Recording recording, RecordingState next, Instant at) {
        var content = next.known();
        var why = next instanceof RecordingState.Unreadable unreadable ? unreadable.why() : null;
        // language=PostgreSQL
        return !rows(
                        """
                        update telephony.recording
                           set state = $4, since = case when state = $4 then since else $5 end,
                               looked_at = $5, problem = $6, bytes = coalesce($7, bytes),
                               duration_ms = coalesce($8, duration_ms), sha256 = coalesce($9, sha256),
                               made_at = coalesce($10, made_at)
                         where call = $1 and part = $2 and state = $3 returning part""",
                        Tuple.tuple()
                                .addValue(recording.call().value())
                                .addValue(recording.part())
                                .addValue(word(recording.state()))
                                .addValue(word(next))
                                .addValue(utc(at))
                                .addValue(why)
                                .addValue(content.map(RecordingState.Content::bytes)
                                        .orElse(null))
                                .addValue(content.map(RecordingState.Content::duration)
                                        .map(Duration::toMillis)
                                        .orElse(null))
                                .addValue(content.map(RecordingState.Content::checksum)
                                        .map(PgRecordings::bytes)
                                        .orElse(null))
                                .addValue(content.map(RecordingState.Content::madeAt)
                                        .map(PgRecordings::utc)
                                        .orElse(null)))
                .isEmpty();
    }

    /**
     * Takes recordings whose time is over, and which nobody holds, for deletion; from then on no hold can be placed. Those
     * that were taken and not deleted, because the program ended, are taken again.
     */
    List<Recording> takeForDeletion(HotlineCode hotline, Instant arrivedBefore, Instant now, int limit) {
        // A hold is written into held_until of this very row: whoever comes second sees it, or waits for its lock.
        // language=PostgreSQL
        return recordings("""
                update telephony.recording r set state = 'DELETING', problem = null, since = $3
                  from (select call, part from telephony.recording
                         where hotline = $1 and arrived_at < $2
                           and state in ('MAKING', 'KEPT', 'EMPTY', 'UNREADABLE', 'CHANGED', 'DELETING')
                           and (held_until is null or held_until <= $3)
                         order by arrived_at limit $4) due
                 where r.call = due.call and r.part = due.part and (r.held_until is null or r.held_until <= $3)
                returning r.*""", Tuple.of(hotline.value(), utc(arrivedBefore), utc(now), limit));
    }

    /** The same of one caller's calls, whenever they were. */
    List<Recording> takeForDeletion(HotlineCode hotline, BlindIndex caller, Instant now) {
        // language=PostgreSQL
        return recordings("""
                update telephony.recording r set state = 'DELETING', problem = null, since = $3
                  from telephony.call c
                 where c.id = r.call and c.hotline = $1 and c.caller_index = any($2)
                   and r.state in ('MAKING', 'KEPT', 'EMPTY', 'UNREADABLE', 'CHANGED', 'DELETING')
                   and (r.held_until is null or r.held_until <= $3)
                returning r.*""", Tuple.of(hotline.value(), PgCallRows.all(caller), utc(now)));
    }

    /** Whether any row keeps the file: a file without one is nobody's. */
    boolean isKnown(String file) {
        // language=PostgreSQL
        return !rows(
                        "select 1 from telephony.recording where file = $1 and state not in ('MISSING', 'DELETED')",
                        Tuple.of(file))
                .isEmpty();
    }

    /**
     * How many are in which state, of those that somebody may have to look after.
     *
     * @param notRecorded hotlines that do not record: what never came there is not missing
     */
    Map<String, Long> counts(List<HotlineCode> notRecorded) {
        // language=PostgreSQL
        var found =
                rows("""
                select state, count(*) as n from telephony.recording
                 where (state in ('EMPTY', 'MISSING', 'UNREADABLE', 'CHANGED') or state = 'MAKING')
                   and not (state = 'MISSING' and sha256 is null and hotline = any($1))
                 group by state order by state""", Tuple.of(notRecorded.stream().map(HotlineCode::value).toArray(String[]::new)));
        var counts = new LinkedHashMap<String, Long>();
        found.forEach(row -> counts.put(row.getString("state"), row.getLong("n")));
        return counts;
    }

    private List<Recording> recordings(String sql, Tuple parameters) {
        return rows(sql, parameters).stream().map(PgRecordings::recording).toList();
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private static Recording recording(Row row) {
        return new Recording(
                new CallId(row.getString("call")),
                row.getInteger("part"),
                new HotlineCode(row.getString("hotline")),
                instant(row, "arrived_at"),
                row.getString("file"),
                state(row));
    }

    private static RecordingState state(Row row) {
        var since = instant(row, "since");
        return switch (row.getString("state")) {
            case "MAKING" -> new RecordingState.Making();
            case "KEPT" -> new RecordingState.Kept(content(row));
            case "EMPTY" -> new RecordingState.Empty(content(row));
            case "MISSING" -> new RecordingState.Missing(since, before(row));
            case "UNREADABLE" -> new RecordingState.Unreadable(since, row.getString("problem"), before(row));
            case "CHANGED" -> new RecordingState.Changed(since, content(row));
            case "DELETING" -> new RecordingState.Deleting(since);
            case "DELETED" -> new RecordingState.Deleted(since);
            default -> throw new IllegalStateException("a recording is " + row.getString("state"));
        };
    }

    private static String word(RecordingState state) {
        return switch (state) {
            case RecordingState.Making _ -> "MAKING";
            case RecordingState.Kept _ -> "KEPT";
            case RecordingState.Empty _ -> "EMPTY";
            case RecordingState.Missing _ -> "MISSING";
            case RecordingState.Unreadable _ -> "UNREADABLE";
            case RecordingState.Changed _ -> "CHANGED";
            case RecordingState.Deleting _ -> "DELETING";
            case RecordingState.Deleted _ -> "DELETED";
        };
    }

    private static Optional<RecordingState.Content> before(Row row) {
        return row.getBuffer("sha256") == null ? Optional.empty() : Optional.of(content(row));
    }

    private static RecordingState.Content content(Row row) {
        return new RecordingState.Content(
                row.getLong("bytes"),
                Duration.ofMillis(row.getLong("duration_ms")),
                new Checksum(HexFormat.of().formatHex(row.getBuffer("sha256").getBytes())),
                instant(row, "made_at"));
    }

    private static Buffer bytes(Checksum checksum) {
        return Buffer.buffer(HexFormat.of().parseHex(checksum.hex()));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
