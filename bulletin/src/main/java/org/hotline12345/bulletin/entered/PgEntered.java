package org.hotline12345.bulletin.entered;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.hotline12345.bulletin.EnteredFigures;
import org.hotline12345.bulletin.EnteredScore;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Kept;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;

/** The rows of what was entered: added to, never changed. */
public final class PgEntered implements EnteredFigures {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int MOST_ROWS = 20_000;

    private final Pool pool;

    public PgEntered(Pool pool) {
        this.pool = pool;
    }

    /**
     * Keeps what differs from what stands there, all of it or nothing.
     *
     * @throws Refused (conflict) when somebody else enters the same figure at this moment
     */
    public Kept keep(HotlineCode hotline, List<EnteredScore> scores, PersonId by, Instant at) {
        var kept = kept(() -> pool.preparedQuery(
                        // language=PostgreSQL
                        """
                        insert into bulletin.entered (hotline, period, unit, item, points, reason, source, entered_by, entered_at, corrects)
                        select $1, given.period, given.unit, given.item, given.points::numeric, given.reason, given.source, $8, $9, now.id
                          from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                               as given (period, unit, item, points, reason, source)
                          left join bulletin.v_entered now
                            on now.hotline = $1 and now.period = given.period and now.unit = given.unit and now.item = given.item
                         where now.id is null
                            or (now.points, now.reason, now.source)
                               is distinct from (given.points::numeric, given.reason, given.source)
                        returning corrects""")
                .execute(Tuple.of(hotline.value())
                        .addArrayOfString(texts(scores, score -> score.period().toString()))
                        .addArrayOfString(texts(scores, score -> unit(score)))
                        .addArrayOfString(texts(scores, EnteredScore::item))
                        .addArrayOfString(scores.stream()
                                .map(score -> score.points()
                                        .map(BigDecimal::toPlainString)
                                        .orElse(null))
                                .toArray(String[]::new))
                        .addArrayOfString(texts(scores, EnteredScore::reason))
                        .addArrayOfString(texts(scores, EnteredScore::source))
                        .addUUID(by.value())
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .await());
        return kept(kept, scores.size());
    }

    @Override
    public Map<UnitCode, BigDecimal> points(HotlineCode hotline, Period period, String item) {
        var points = new LinkedHashMap<UnitCode, BigDecimal>();
        // language=PostgreSQL
        pool.preparedQuery("""
            select unit, points from bulletin.v_entered
             where hotline = $1 and period = $2 and item = $3 and unit <> '' and points is not null
             order by unit""")
                .execute(Tuple.of(hotline.value(), period.toString(), item))
                .await()
                .forEach(row -> points.put(new UnitCode(row.getString("unit")), row.getBigDecimal("points")));
        return points;
    }

    @Override
    public Optional<BigDecimal> own(HotlineCode hotline, Period period, String item) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
            select points from bulletin.v_entered
             where hotline = $1 and period = $2 and item = $3 and unit = '' and points is not null""")
                .execute(Tuple.of(hotline.value(), period.toString(), item))
                .await();
        return stream(rows).map(row -> row.getBigDecimal("points")).findFirst();
    }

    /** All rows of a period, corrected ones too, the newest first. */
    List<Entry> history(HotlineCode hotline, Period period) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("""
            select id, unit, item, points, reason, source, entered_by, entered_at, corrects
              from bulletin.entered where hotline = $1 and period = $2 order by id desc limit $3""")
                .execute(Tuple.of(hotline.value(), period.toString(), MOST_ROWS))
                .await();
        return stream(rows).map(row -> entry(period, row)).toList();
    }

    private static Entry entry(Period period, Row row) {
        return new Entry(
                row.getLong("id"),
                new EnteredScore(
                        period,
                        Optional.of(row.getString("unit"))
                                .filter(unit -> !unit.isEmpty())
                                .map(UnitCode::new),
                        row.getString("item"),
                        Optional.ofNullable(row.getBigDecimal("points")),
                        row.getString("reason"),
                        row.getString("source")),
                new PersonId(row.getUUID("entered_by")),
                row.getOffsetDateTime("entered_at").toInstant(),
                Optional.ofNullable(row.getLong("corrects")));
    }

    private static String unit(EnteredScore score) {
        return score.unit().map(UnitCode::value).orElse("");
    }

    /** @param sent how many were given */
    static Kept kept(Iterable<Row> rows, int sent) {
        var corrected = (int)
                stream(rows).filter(row -> row.getLong("corrects") != null).count();
        var stored = (int) stream(rows).count();
        return new Kept(stored - corrected, corrected, sent - stored);
    }

    static <R> R kept(java.util.function.Supplier<R> statement) {
        try {
            return statement.get();
        } catch (PgException e) {
            if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
                throw Refused.conflict("somebody else is entering the same figure; look at it and try again");
            }
            throw e;
        }
    }

    static <T> String[] texts(List<T> rows, Function<T, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    static java.util.stream.Stream<Row> stream(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
