package org.hotline12345.ticketing.knowledge;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.likeness.Grams;

/** The rows of the knowledge base. */
public final class PgKnowledge {
    private static final String UNIQUE_VIOLATION = "23505";

    // language=PostgreSQL
    private static final String SELECT = """
            select k.id, k.hotline, k.unit, k.kind, k.retired_at is not null as retired,
                   (select jsonb_agg(to_jsonb(v) - 'grams' order by v.version desc)
                      from ticketing.knowledge_version v where v.id = k.id) as versions,
                   (select count(*) from ticketing.knowledge_use u where u.id = k.id) as answered_with
              from ticketing.knowledge k
             where k.hotline = $1\s""";

    private final Pool pool;

    public PgKnowledge(Pool pool) {
        this.pool = pool;
    }

    void add(UUID id, HotlineCode hotline, UnitCode unit, Knowledge.Kind kind, Draft draft, PersonId by, Instant at) {
        // language=PostgreSQL
        pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(
                                "insert into ticketing.knowledge (id, hotline, unit, kind, written_at) values ($1, $2, $3, $4, $5)")
                        .execute(Tuple.of(id, hotline.value(), unit.value(), kind.name(), at.atOffset(ZoneOffset.UTC)))
                        .compose(_ -> tx.preparedQuery(INSERT_VERSION).execute(version(id, 1, draft, by, at))))
                .await();
    }

    // language=PostgreSQL
    private static final String INSERT_VERSION = """
            insert into ticketing.knowledge_version
              (id, version, title, content, valid_until, written_by, written_at, state, grams)
            values ($1, $2, $3, $4, $5, $6, $7, 'PROPOSED', $8)""";

    /** @return false when somebody else's version waits for review */
    boolean revise(Knowledge known, Draft draft, PersonId by, Instant at) {
        try {
            pool.preparedQuery(INSERT_VERSION)
                    .execute(version(known.id(), known.newest().version() + 1, draft, by, at))
                    .await();
            return true;
        } catch (PgException e) {
            if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
                return false;
            }
            throw e;
        }
    }

    /** @return false when it was retired before */
    boolean retire(UUID id, PersonId by, Instant at) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update ticketing.knowledge set retired_at = $2, retired_by = $3
                                 where id = $1 and retired_at is null""")
                        .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC), by.value()))
                        .await()
                        .rowCount()
                == 1;
    }

    /** @return false when the version does not wait for review */
    boolean review(UUID id, int version, PersonId by, Instant at, Optional<String> refusedWhy) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                                update ticketing.knowledge_version
                                   set state = case when $5::text is null then 'APPROVED' else 'REFUSED' end,
                                       reviewed_by = $3, reviewed_at = $4, why = $5
                                 where id = $1 and version = $2 and state = 'PROPOSED'""")
                        .execute(Tuple.of(id, version, by.value(), at.atOffset(ZoneOffset.UTC))
                                .addString(refusedWhy.orElse(null)))
                        .await()
                        .rowCount()
                == 1;
    }

    Optional<Knowledge> find(HotlineCode hotline, UUID id) {
        return rows(SELECT + "and k.id = $2", Tuple.of(hotline.value(), id))
                .map(PgKnowledge::knowledge)
                .findFirst();
    }

    /** Those with an approved version that has the grams; more than the words ask for, the newest first. */
    List<Knowledge> candidates(HotlineCode hotline, Set<String> grams, int limit) {
        // language=PostgreSQL
        return rows(
                        SELECT + """
                        and k.retired_at is null
                           and exists (select from ticketing.knowledge_version v
                                        where v.id = k.id and v.state = 'APPROVED' and v.grams @> $2)
                         order by k.written_at desc limit $3""",
                        Tuple.of(hotline.value())
                                .addArrayOfString(grams.toArray(String[]::new))
                                .addInteger(limit))
                .map(PgKnowledge::knowledge)
                .toList();
    }

    List<Knowledge> list(HotlineCode hotline, Optional<UnitCode> unit, boolean waitingOnly, int limit) {
        // language=PostgreSQL
        return rows(
                        SELECT + """
                        and ($2::text is null or k.unit = $2)
                           and ($3 = false or exists (select from ticketing.knowledge_version v
                                                       where v.id = k.id and v.state = 'PROPOSED'))
                         order by k.written_at desc limit $4""",
                        Tuple.of(hotline.value(), unit.map(UnitCode::value).orElse(null), waitingOnly, limit))
                .map(PgKnowledge::knowledge)
                .toList();
    }

    /** Said twice, it counts once. */
    void use(Ticket ticket, UUID id, int version, Instant at, PersonId by) {
        // language=PostgreSQL
        pool.preparedQuery("""
                        insert into ticketing.knowledge_use (hotline, number, id, version, at, person)
                        values ($1, $2, $3, $4, $5, $6) on conflict (hotline, number) do nothing""")
                .execute(Tuple.of(
                        ticket.hotline().value(),
                        ticket.number().value(),
                        id,
                        version,
                        at.atOffset(ZoneOffset.UTC),
                        by.value()))
                .await();
    }

    List<UnitUploads> uploads(HotlineCode hotline, Instant from, Instant until) {
        // language=PostgreSQL
        return rows("""
                        select unit, count(*) as uploaded, count(*) filter (where approved) as approved
                          from ticketing.v_knowledge_upload
                         where hotline = $1 and uploaded_at >= $2 and uploaded_at < $3 group by unit""", Tuple.of(hotline.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC)))
                .map(row -> new UnitUploads(
                        new UnitCode(row.getString("unit")), row.getLong("uploaded"), row.getLong("approved")))
                .toList();
    }

    private static Tuple version(UUID id, int version, Draft draft, PersonId by, Instant at) {
        return Tuple.of(id, version, draft.title(), draft.content())
                .addLocalDate(draft.validUntil().orElse(null))
                .addUUID(by.value())
                .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                .addArrayOfString(
                        Grams.of(draft.title() + '\n' + draft.content()).toArray(String[]::new));
    }

    private static Knowledge knowledge(Row row) {
        return new Knowledge(
                row.getUUID("id"),
                new HotlineCode(row.getString("hotline")),
                new UnitCode(row.getString("unit")),
                Knowledge.Kind.valueOf(row.getString("kind")),
                row.getJsonArray("versions").stream()
                        .map(JsonObject.class::cast)
                        .map(PgKnowledge::version)
                        .toList(),
                row.getBoolean("retired"),
                row.getLong("answered_with"));
    }

    private static Knowledge.Version version(JsonObject row) {
        return new Knowledge.Version(
                row.getInteger("version"),
                new Draft(
                        row.getString("title"),
                        row.getString("content"),
                        Optional.ofNullable(row.getString("valid_until")).map(LocalDate::parse)),
                instant(row, "written_at"),
                person(row, "written_by"),
                switch (Review.State.valueOf(row.getString("state"))) {
                    case PROPOSED -> new Review.Proposed();
                    case APPROVED -> new Review.Approved(instant(row, "reviewed_at"), person(row, "reviewed_by"));
                    case REFUSED ->
                        new Review.Refused(
                                instant(row, "reviewed_at"), person(row, "reviewed_by"), row.getString("why"));
                });
    }

    private static Instant instant(JsonObject row, String column) {
        return OffsetDateTime.parse(row.getString(column)).toInstant();
    }

    private static PersonId person(JsonObject row, String column) {
        return new PersonId(UUID.fromString(row.getString(column)));
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
