package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of what an office brings in. */
final class PgLists implements OfficeLists {
    private final Pool pool;

    PgLists(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Kept keepUnits(HotlineCode hotline, List<UnitEntry> units) {
        var entries = units.stream()
                .map(entry -> Tuple.of(
                        hotline.value(),
                        entry.unit().code().value(),
                        entry.unit().name(),
                        entry.unit().group()))
                .toList();
        var aliases = units.stream()
                .flatMap(entry -> entry.aliases().stream()
                        .map(alias -> Tuple.of(
                                hotline.value(), alias, entry.unit().code().value())))
                .toList();
        // language=PostgreSQL
        return keep("""
                insert into office.unit as u (hotline, code, name, unit_group) values ($1, $2, $3, $4)
                on conflict (hotline, code) do update set name = $3, unit_group = $4
                  where (u.name, u.unit_group) is distinct from ($3, $4)
                returning xmax = 0 as added""", entries, """
                insert into office.unit_alias as a (hotline, alias, unit) values ($1, $2, $3)
                on conflict (hotline, alias) do update set unit = $3 where a.unit <> $3
                returning $3 as of""", aliases);
    }

    @Override
    public Map<String, UnitCode> unitsByName(HotlineCode hotline) {
        // language=PostgreSQL
        var found = rows("""
                select code as name, code from office.unit where hotline = $1
                union select name, code from office.unit where hotline = $1
                union select alias, unit from office.unit_alias where hotline = $1""", Tuple.of(hotline.value()));
        var units = new HashMap<String, UnitCode>();
        var ambiguous = new HashSet<String>();
        found.forEach(row -> {
            if (units.put(row.getString("name"), new UnitCode(row.getString("code"))) != null) {
                ambiguous.add(row.getString("name"));
            }
        });
        units.keySet().removeAll(ambiguous);
        return Map.copyOf(units);
    }

    @Override
    public Kept keepAreas(HotlineCode hotline, List<Area> areas) {
        // language=PostgreSQL
        return keep(
                """
                insert into office.area as a (hotline, code, name, parent) values ($1, $2, $3, $4)
                on conflict (hotline, code) do update set name = $3, parent = $4
                  where (a.name, a.parent) is distinct from ($3, $4)
                returning xmax = 0 as added""",
                areas.stream()
                        .map(area -> Tuple.of(
                                hotline.value(),
                                area.code(),
                                area.name(),
                                area.parent().orElse(null)))
                        .toList(),
                "",
                List.of());
    }

    @Override
    public List<Area> areas(HotlineCode hotline) {
        // language=PostgreSQL
        return rows(
                        "select code, name, parent from office.area where hotline = $1 order by code",
                        Tuple.of(hotline.value()))
                .map(row -> new Area(
                        hotline,
                        row.getString("code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("parent"))))
                .toList();
    }

    @Override
    public Kept keepDomains(HotlineCode hotline, List<Domain> domains) {
        // language=PostgreSQL
        return keep(
                """
                insert into office.domain as d (hotline, code, name, parent) values ($1, $2, $3, $4)
                on conflict (hotline, code) do update set name = $3, parent = $4
                  where (d.name, d.parent) is distinct from ($3, $4)
                returning xmax = 0 as added""",
                domains.stream()
                        .map(domain -> Tuple.of(
                                hotline.value(),
                                domain.code(),
                                domain.name(),
                                domain.parent().orElse(null)))
                        .toList(),
                "",
                List.of());
    }

    @Override
    public List<Domain> domains(HotlineCode hotline) {
        // language=PostgreSQL
        return rows(
                        "select code, name, parent from office.domain where hotline = $1 order by code",
                        Tuple.of(hotline.value()))
                .map(row -> new Domain(
                        hotline,
                        row.getString("code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("parent"))))
                .toList();
    }

    @Override
    public boolean isDomain(HotlineCode hotline, String code) {
        // language=PostgreSQL
        return rows("select from office.domain where hotline = $1 and code = $2", Tuple.of(hotline.value(), code))
                        .count()
                > 0;
    }

    @Override
    public Kept keepCalendarDays(HotlineCode hotline, List<CalendarDay> days) {
        // language=PostgreSQL
        return keep(
                """
                insert into office.calendar_day as d (hotline, day, worked, name) values ($1, $2, $3, $4)
                on conflict (hotline, day) do update set worked = $3, name = $4
                  where (d.worked, d.name) is distinct from ($3, $4)
                returning xmax = 0 as added""",
                days.stream()
                        .map(day -> Tuple.of(hotline.value(), day.day(), day.worked(), day.name()))
                        .toList(),
                "",
                List.of());
    }

    @Override
    public List<CalendarDay> calendarDays(HotlineCode hotline) {
        // language=PostgreSQL
        return rows(
                        "select day, worked, name from office.calendar_day where hotline = $1 order by day",
                        Tuple.of(hotline.value()))
                .map(row -> new CalendarDay(row.getLocalDate("day"), row.getBoolean("worked"), row.getString("name")))
                .toList();
    }

    /**
     * @param insert gives a row where it added or changed one
     * @param further names the entry that it changed, if any
     */
    private Kept keep(String insert, List<Tuple> entries, String further, List<Tuple> furtherEntries) {
        if (entries.isEmpty()) {
            return new Kept(0, 0, 0);
        }
        return pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(insert)
                        .executeBatch(entries)
                        .compose(first -> {
                            if (furtherEntries.isEmpty()) {
                                return Future.succeededFuture(kept(entries, first, new HashSet<>()));
                            }
                            return tx.preparedQuery(further)
                                    .executeBatch(furtherEntries)
                                    .map(second -> kept(entries, first, namedBy(second)));
                        }))
                .await();
    }

    private static Set<String> namedBy(RowSet<Row> first) {
        var named = new HashSet<String>();
        for (RowSet<Row> each = first; each != null; each = each.next()) {
            each.forEach(row -> named.add(row.getString("of")));
        }
        return named;
    }

    private static Kept kept(List<Tuple> entries, RowSet<Row> results, Set<String> changedBesides) {
        var added = 0;
        var changed = 0;
        var each = results;
        for (var entry : entries) {
            var row = each.iterator();
            if (row.hasNext()) {
                if (row.next().getBoolean("added")) {
                    added++;
                } else {
                    changed++;
                }
            } else if (changedBesides.contains(String.valueOf(entry.getValue(1)))) {
                changed++;
            }
            each = each.next();
        }
        return new Kept(added, changed, entries.size() - added - changed);
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        return StreamSupport.stream(
                pool.preparedQuery(sql).execute(parameters).await().spliterator(), false);
    }
}
