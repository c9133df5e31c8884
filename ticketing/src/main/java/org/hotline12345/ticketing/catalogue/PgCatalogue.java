package org.hotline12345.ticketing.catalogue;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.TicketNumber;

/** The rows of the catalogue and of what was suggested. */
public final class PgCatalogue {
    private static final int MOST_VERSIONS = 200;

    // language=PostgreSQL
    private static final String SELECT_SHOWN = """
            select unit, assisting, reasons, catalogue_version from ticketing.suggestion
             where hotline = $1 and number = $2 and assignment =\s""";

    private final Pool pool;

    public PgCatalogue(Pool pool) {
        this.pool = pool;
    }

    List<Catalogue> versions(HotlineCode hotline) {
        // language=PostgreSQL
        return rows("""
                        select version, from_day, note, published_by, published_at from ticketing.catalogue
                         where hotline = $1 order by version desc limit $2""", Tuple.of(hotline.value(), MOST_VERSIONS))
                .map(row -> catalogue(row, List.of()))
                .toList();
    }

    Optional<Catalogue> version(HotlineCode hotline, int version) {
        // language=PostgreSQL
        return rows("""
                        select version, from_day, note, published_by, published_at from ticketing.catalogue
                         where hotline = $1 and version = $2""", Tuple.of(hotline.value(), version))
                .map(row -> catalogue(row, entries(hotline, row.getInteger("version"))))
                .findFirst();
    }

    /** The newest of those whose day has come. */
    Optional<Catalogue> inForce(HotlineCode hotline, LocalDate today) {
        // language=PostgreSQL
        return rows("""
                        select version, from_day, note, published_by, published_at from ticketing.catalogue
                         where hotline = $1 and from_day <= $2 order by version desc limit 1""", Tuple.of(hotline.value(), today))
                .map(row -> catalogue(row, entries(hotline, row.getInteger("version"))))
                .findFirst();
    }

    Catalogue publish(
            HotlineCode hotline, LocalDate from, String note, PersonId by, Instant at, List<CatalogueEntry> entries) {
        // language=PostgreSQL
        return pool.withTransaction((SqlConnection tx) -> tx.preparedQuery("""
                                insert into ticketing.catalogue (hotline, version, from_day, note, published_by, published_at)
                                select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5
                                  from ticketing.catalogue where hotline = $1
                                returning version""")
                        .execute(Tuple.of(hotline.value(), from, note, by.value(), at.atOffset(ZoneOffset.UTC)))
                        .compose(rows -> {
                            int version = rows.iterator().next().getInteger("version");
                            // language=PostgreSQL
                            return tx.preparedQuery("""
                                            insert into ticketing.catalogue_entry
                                              (hotline, version, place, category, words, area, lead, assisting)
                                            values ($1, $2, $3, $4, $5, $6, $7, $8)""")
                                    .executeBatch(IntStream.range(0, entries.size())
                                            .mapToObj(place -> entry(hotline, version, place, entries.get(place)))
                                            .toList())
                                    .map(new Catalogue(version, from, note, by, at, entries));
                        }))
                .await();
    }

    List<Suggestion> shown(HotlineCode hotline, TicketNumber number, int assignment) {
        return rows(SELECT_SHOWN + "$3 order by place", Tuple.of(hotline.value(), number.value(), assignment))
                .map(PgCatalogue::suggestion)
                .toList();
    }

    /** Those before the ticket's last dispatch that had some. */
    List<Suggestion> shownLast(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(SELECT_SHOWN + """
                        (select max(assignment) from ticketing.suggestion where hotline = $1 and number = $2)
                         order by place""", Tuple.of(hotline.value(), number.value()))
                .map(PgCatalogue::suggestion)
                .toList();
    }

    /** Keeps what is shown, unless somebody else was shown something first: then that. */
    List<Suggestion> keep(
            HotlineCode hotline,
            TicketNumber number,
            int assignment,
            List<Suggestion> suggestions,
            Instant at,
            PersonId to) {
        if (suggestions.isEmpty()) {
            return suggestions;
        }
        // The ticket's row is the lock: of two who look at once one stores all and the other nothing.
        pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(
                                "select from ticketing.ticket where hotline = $1 and number = $2 for no key update")
                        .execute(Tuple.of(hotline.value(), number.value()))
                        .compose(_ -> tx.preparedQuery(SELECT_SHOWN + "$3")
                                .execute(Tuple.of(hotline.value(), number.value(), assignment)))
                        .compose(kept -> kept.size() > 0
                                ? Future.succeededFuture()
                                : insert(tx, hotline, number, assignment, suggestions, at, to)))
                .await();
        return shown(hotline, number, assignment);
    }

    private static Future<?> insert(
            SqlConnection tx,
            HotlineCode hotline,
            TicketNumber number,
            int assignment,
            List<Suggestion> suggestions,
            Instant at,
            PersonId to) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.suggestion
                          (hotline, number, assignment, place, unit, assisting, reasons, catalogue_version, shown_at,
                           shown_to)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .executeBatch(IntStream.range(0, suggestions.size())
                        .mapToObj(place ->
                                suggestion(hotline, number, assignment, place + 1, suggestions.get(place), at, to))
                        .toList());
    }

    SuggestionFigures figures(HotlineCode hotline, Instant from, Instant until) {
        // language=PostgreSQL
        return rows("""
                        select count(*) as dispatches, count(s.units) as suggested,
                               count(*) filter (where s.units[1] = a.unit) as first_taken,
                               count(*) filter (where a.unit = any(s.units)) as taken
                          from ticketing.assignment a
                          left join lateral (select array_agg(unit order by place) as units from ticketing.suggestion
                                              where hotline = a.hotline and number = a.number and assignment = a.ordinal) s
                            on true
                         where a.hotline = $1 and a.part = 'LEAD' and a.sent_at >= $2 and a.sent_at < $3""", Tuple.of(hotline.value(), from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC)))
                .map(row -> new SuggestionFigures(
                        row.getLong("dispatches"),
                        row.getLong("suggested"),
                        row.getLong("first_taken"),
                        row.getLong("taken")))
                .findFirst()
                .orElseThrow();
    }

    private List<CatalogueEntry> entries(HotlineCode hotline, int version) {
        // language=PostgreSQL
        return rows("""
                        select category, words, area, lead, assisting from ticketing.catalogue_entry
                         where hotline = $1 and version = $2 order by place""", Tuple.of(hotline.value(), version))
                .map(row -> new CatalogueEntry(
                        row.getString("category"),
                        Set.of(row.getArrayOfStrings("words")),
                        Optional.of(row.getString("area")),
                        new UnitCode(row.getString("lead")),
                        units(row, "assisting")))
                .toList();
    }

    private static Tuple entry(HotlineCode hotline, int version, int place, CatalogueEntry entry) {
        return Tuple.of(hotline.value(), version, place + 1)
                .addString(entry.category())
                .addArrayOfString(entry.words().stream().sorted().toArray(String[]::new))
                .addString(entry.area().orElse(""))
                .addString(entry.lead().value())
                .addArrayOfString(codes(entry.assisting()));
    }

    private static Catalogue catalogue(Row row, List<CatalogueEntry> entries) {
        return new Catalogue(
                row.getInteger("version"),
                row.getLocalDate("from_day"),
                row.getString("note"),
                new PersonId(row.getUUID("published_by")),
                row.getOffsetDateTime("published_at").toInstant(),
                entries);
    }

    private static Tuple suggestion(
            HotlineCode hotline,
            TicketNumber number,
            int assignment,
            int place,
            Suggestion suggestion,
            Instant at,
            PersonId to) {
        return Tuple.of(hotline.value(), number.value(), assignment, place)
                .addString(suggestion.unit().value())
                .addArrayOfString(codes(suggestion.assisting()))
                .addArrayOfString(suggestion.reasons().toArray(String[]::new))
                .addInteger(
                        suggestion.catalogueVersion().isPresent()
                                ? suggestion.catalogueVersion().getAsInt()
                                : null)
                .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                .addUUID(to.value());
    }

    private static Suggestion suggestion(Row row) {
        var version = row.getInteger("catalogue_version");
        return new Suggestion(
                new UnitCode(row.getString("unit")),
                units(row, "assisting"),
                List.of(row.getArrayOfStrings("reasons")),
                version == null ? OptionalInt.empty() : OptionalInt.of(version));
    }

    private static List<UnitCode> units(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column)).map(UnitCode::new).toList();
    }

    private static String[] codes(Collection<UnitCode> units) {
        return units.stream().map(UnitCode::value).toArray(String[]::new);
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
