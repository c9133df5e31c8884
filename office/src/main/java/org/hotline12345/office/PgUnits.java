package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of handling units: names and groups from a day on, ends and successors. */
final class PgUnits {
    /** Units with what they are called on the day $2; before a unit's first day, what it is called then. */
    // language=PostgreSQL
    private static final String SELECT = """
            select u.code, u.runs, u.begun_on, u.ended_on, u.ended_why,
                   (select n.name from office.unit_name n where n.hotline = u.hotline and n.unit = u.code
                     order by n.from_day > $2, case when n.from_day <= $2 then n.from_day end desc, n.from_day
                     limit 1) as name,
                   (select m.unit_group from office.unit_membership m where m.hotline = u.hotline and m.unit = u.code
                     order by m.from_day > $2, case when m.from_day <= $2 then m.from_day end desc, m.from_day
                     limit 1) as unit_group,
                   array(select s.successor from office.unit_successor s
                          where s.hotline = u.hotline and s.unit = u.code order by s.place) as successors
              from office.unit u where u.hotline = $1""";

    /**
     * A name from the day $4 on, from ever when it is the first. Nothing is written for the name that the unit has then, nor,
     * if $5, for one that it had or when it is no more: an older list has not heard of that.
     */
    // language=PostgreSQL
    static final String NAME = """
            with had as (select from_day, name from office.unit_name where hotline = $1 and unit = $2)
            insert into office.unit_name as n (hotline, unit, from_day, name)
            select $1, $2, case when exists (select from had) then $4::date else '-infinity' end, $3
             where not exists (select from had h where h.name = $3
                                and ($5 or h.from_day = (select max(from_day) from had where from_day <= $4)))
               and not ($5 and exists (select from office.unit u
                                        where u.hotline = $1 and u.code = $2 and u.ended_on <= $4))
            on conflict (hotline, unit, from_day) do update set name = excluded.name
            returning unit as of""";

    /** The same for groups. */
    // language=PostgreSQL
    static final String GROUP = """
            with had as (select from_day, unit_group from office.unit_membership where hotline = $1 and unit = $2)
            insert into office.unit_membership as m (hotline, unit, from_day, unit_group)
            select $1, $2, case when exists (select from had) then $4::date else '-infinity' end, $3
             where not exists (select from had h where h.unit_group = $3
                                and ($5 or h.from_day = (select max(from_day) from had where from_day <= $4)))
               and not ($5 and exists (select from office.unit u
                                        where u.hotline = $1 and u.code = $2 and u.ended_on <= $4))
            on conflict (hotline, unit, from_day) do update set unit_group = excluded.unit_group
            returning unit as of""";

    private final Pool pool;

    PgUnits(Pool pool) {
        this.pool = pool;
    }

    List<Unit> units(HotlineCode hotline, LocalDate day) {
        return rows(SELECT + " order by u.code", Tuple.of(hotline.value(), day))
                .map(row -> unit(hotline, row))
                .toList();
    }

    private static Unit unit(HotlineCode hotline, Row row) {
        var end = Optional.ofNullable(row.getLocalDate("ended_on"))
                .map(on -> new UnitLife.End(
                        on,
                        Arrays.stream(row.getArrayOfStrings("successors"))
                                .map(UnitCode::new)
                                .toList(),
                        row.getString("ended_why")));
        return new Unit(
                hotline,
                new UnitCode(row.getString("code")),
                row.getString("name"),
                row.getString("unit_group"),
                Optional.ofNullable(row.getString("runs")).map(HotlineCode::new),
                new UnitLife(Optional.ofNullable(row.getLocalDate("begun_on")), end));
    }

    /** Adds it, or changes its hotline, and its name and group from that day on. */
    void add(Unit unit, LocalDate today) {
        var hotline = unit.hotline().value();
        var code = unit.code().value();
        // language=PostgreSQL
        pool.withTransaction((SqlConnection tx) -> tx.preparedQuery("""
                                insert into office.unit (hotline, code, runs, begun_on) values ($1, $2, $3, $4)
                                on conflict (hotline, code) do update set runs = $3""")
                        .execute(Tuple.of(
                                hotline,
                                code,
                                unit.runs().map(HotlineCode::value).orElse(null),
                                unit.life().begunOn().orElse(null)))
                        .compose(_ -> tx.preparedQuery(NAME)
                                .execute(Tuple.of(hotline, code, unit.name(), today)
                                        .addBoolean(false)))
                        .compose(_ -> tx.preparedQuery(GROUP)
                                .execute(Tuple.of(hotline, code, unit.group(), today)
                                        .addBoolean(false))))
                .await();
    }

    void rename(HotlineCode hotline, UnitCode unit, String name, LocalDate from) {
        rows(NAME, Tuple.of(hotline.value(), unit.value(), name, from).addBoolean(false));
    }

    /** The name that holds on that day was always the new one. */
    void correctName(HotlineCode hotline, UnitCode unit, String name, LocalDate day) {
        // language=PostgreSQL
        rows("""
                update office.unit_name set name = $3
                 where hotline = $1 and unit = $2 and from_day = (select max(from_day) from office.unit_name
                       where hotline = $1 and unit = $2 and from_day <= $4)""", Tuple.of(hotline.value(), unit.value(), name, day));
    }

    void regroup(HotlineCode hotline, UnitCode unit, String group, LocalDate from) {
        rows(GROUP, Tuple.of(hotline.value(), unit.value(), group, from).addBoolean(false));
    }

    /** The group that the unit belongs to on that day was always the new one. */
    void correctGroup(HotlineCode hotline, UnitCode unit, String group, LocalDate day) {
        // language=PostgreSQL
        rows("""
                update office.unit_membership set unit_group = $3
                 where hotline = $1 and unit = $2 and from_day = (select max(from_day) from office.unit_membership
                       where hotline = $1 and unit = $2 and from_day <= $4)""", Tuple.of(hotline.value(), unit.value(), group, day));
    }

    /** The names of a unit in the order of their days, the first from ever. */
    List<UnitChanges.Named> names(HotlineCode hotline, UnitCode unit) {
        // language=PostgreSQL
        return rows("""
                        select nullif(from_day, '-infinity') as from_day, name from office.unit_name
                         where hotline = $1 and unit = $2 order by unit_name.from_day""", Tuple.of(hotline.value(), unit.value()))
                .map(row ->
                        new UnitChanges.Named(Optional.ofNullable(row.getLocalDate("from_day")), row.getString("name")))
                .toList();
    }

    /** Those who work for the units. */
    int people(HotlineCode hotline, List<UnitCode> units) {
        // language=PostgreSQL
        return rows("""
                        select count(distinct person)::integer as n from office.person_role
                         where hotline = $1 and unit = any($2)""", Tuple.of(hotline.value()).addArrayOfString(codes(units)))
                .findFirst()
                .orElseThrow()
                .getInteger("n");
    }

    /**
     * Ends units, all or none.
     *
     * @throws Refused (conflict) when one of them, or a successor, was ended meanwhile
     */
    void end(UnitEnding ending) {
        pool.withTransaction((SqlConnection tx) -> end(tx, ending)).await();
    }

    private static Future<?> end(SqlConnection tx, UnitEnding ending) {
        var hotline = ending.hotline().value();
        var units = codes(ending.units());
        var successors = codes(ending.successors());
        // The successors' rows are locked: of two who end them and name them as successors, the second is refused.
        // language=PostgreSQL
        var ended = tx.preparedQuery("""
                        select code from office.unit
                         where hotline = $1 and code = any($2) and (ended_on is null or ended_on > $3)
                         order by code for update""")
                .execute(Tuple.of(hotline, successors, ending.on()))
                .compose(there -> asMany(there, successors))
                // language=PostgreSQL
                .compose(_ -> tx.preparedQuery("""
                                update office.unit set ended_on = $3, ended_why = $4
                                 where hotline = $1 and code = any($2) and ended_on is null""").execute(Tuple.of(hotline, units, ending.on(), ending.why())))
                .compose(gone -> asMany(gone, units))
                // language=PostgreSQL
                .compose(_ -> tx.preparedQuery("""
                                insert into office.unit_successor (hotline, unit, place, successor)
                                select $1, ended, place, successor
                                  from unnest($2::text[]) ended, unnest($3::text[]) with ordinality as s (successor, place)""").execute(Tuple.of(hotline, units, successors)));
        if (ending.peopleTo().isEmpty()) {
            return ended;
        }
        var to = ending.peopleTo().get().value();
        // language=PostgreSQL
        return ended.compose(_ -> tx.preparedQuery("""
                        insert into office.person_role (person, hotline, role, unit)
                        select distinct person, hotline, role, $3 from office.person_role
                         where hotline = $1 and unit = any($2)
                        on conflict do nothing""").execute(Tuple.of(hotline, units, to)));
    }

    private static Future<?> asMany(RowSet<Row> rows, String[] units) {
        return rows.rowCount() == units.length
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.conflict("a unit was ended by somebody else meanwhile: look again"));
    }

    private static String[] codes(List<UnitCode> units) {
        return units.stream().map(UnitCode::value).toArray(String[]::new);
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        return StreamSupport.stream(
                pool.preparedQuery(sql).execute(parameters).await().spliterator(), false);
    }
}
