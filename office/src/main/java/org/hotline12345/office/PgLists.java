package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of what an office brings in. */
final class PgLists implements OfficeLists {
    private final Pool pool;
    private final Clock clock;

    PgLists(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Kept keepUnits(HotlineCode hotline, List<UnitEntry> units) {
        var today = today(hotline);
        var entries = units.stream()
                .map(entry -> Tuple.of(
                        hotline.value(),
                        entry.unit().code().value(),
                        entry.unit().life().begunOn().orElse(null)))
                .toList();
        // language=PostgreSQL
        return keep(
                """
                insert into office.unit (hotline, code, begun_on) values ($1, $2, $3)
                on conflict (hotline, code) do nothing
                returning true as added""",
                entries,
                List.of(
                        new Further(PgUnits.NAME, dated(hotline, units, UnitEntry::name, today)),
                        new Further(PgUnits.GROUP, dated(hotline, units, UnitEntry::group, today)),
                        // language=PostgreSQL
                        new Further(
                                """
                        insert into office.unit_alias as a (hotline, alias, unit) values ($1, $2, $3)
                        on conflict (hotline, alias) do update set unit = $3 where a.unit <> $3
                        returning $3 as of""",
                                units.stream()
                                        .flatMap(entry -> entry.aliases().stream()
                                                .map(alias -> Tuple.of(
                                                        hotline.value(),
                                                        alias,
                                                        entry.unit().code().value())))
                                        .toList())));
    }

    /** From today on unless the list says since when; a list that has an older word than we changes nothing. */
    private static List<Tuple> dated(
            HotlineCode hotline, List<UnitEntry> units, Function<UnitEntry, String> word, LocalDate today) {
        return units.stream()
                .map(entry -> Tuple.of(
                                hotline.value(),
                                entry.unit().code().value(),
                                word.apply(entry),
                                entry.since().orElse(today))
                        .addBoolean(true))
                .toList();
    }

    private LocalDate today(HotlineCode hotline) {
        // language=PostgreSQL
        return rows("select zone from office.hotline where code = $1", Tuple.of(hotline.value()))
                .findFirst()
                .map(row ->
                        clock.instant().atZone(ZoneId.of(row.getString("zone"))).toLocalDate())
                .orElseThrow(() -> Refused.unknown("there is no hotline " + hotline));
    }

    @Override
    public Map<String, UnitCode> unitsByName(HotlineCode hotline) {
        // What a unit was called counts where nobody is called so now.
        // language=PostgreSQL
        var found = rows("""
                with called as (
                    select n.unit, n.name,
                           n.from_day <= $2 and n.from_day = max(n.from_day) filter (where n.from_day <= $2)
                             over (partition by n.unit) and (u.ended_on is null or u.ended_on > $2) as now
                      from office.unit_name n join office.unit u on u.hotline = n.hotline and u.code = n.unit
                     where n.hotline = $1
                )
                select code as name, code, true as now from office.unit where hotline = $1
                union select name, unit, now from called
                union select alias, unit, true from office.unit_alias where hotline = $1""", Tuple.of(hotline.value(), today(hotline))).toList();
        // A name that means two units means none.
        var meant = new HashMap<String, Optional<UnitCode>>();
        for (var now : List.of(true, false)) {
            found.stream()
                    .filter(row -> row.getBoolean("now").equals(now) && !meant.containsKey(row.getString("name")))
                    .collect(Collectors.groupingBy(
                            row -> row.getString("name"),
                            Collectors.mapping(row -> new UnitCode(row.getString("code")), Collectors.toSet())))
                    .forEach((name, codes) ->
                            meant.put(name, codes.size() == 1 ? codes.stream().findFirst() : Optional.empty()));
        }
        var units = new HashMap<String, UnitCode>();
        meant.forEach((name, one) -> one.ifPresent(code -> units.put(name, code)));
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

    /** @param sql names the entry that it changed, if any */
    private record Further(String sql, List<Tuple> entries) {}

    /** @param insert gives a row where it added or changed one */
    private Kept keep(String insert, List<Tuple> entries, List<Further> further) {
        if (entries.isEmpty()) {
            return new Kept(0, 0, 0);
        }
        return pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(insert)
                        .executeBatch(entries)
                        .compose(first -> {
                            var changed = new HashSet<String>();
                            Future<?> all = Future.succeededFuture();
                            for (var one : further) {
                                if (!one.entries().isEmpty()) {
                                    all = all.compose(_ -> tx.preparedQuery(one.sql())
                                            .executeBatch(one.entries())
                                            .onSuccess(rows -> changed.addAll(namedBy(rows))));
                                }
                            }
                            return all.map(_ -> kept(entries, first, changed));
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
