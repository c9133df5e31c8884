package org.hotline12345.ticketing;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;

/** Where tickets' rows hold what requesters tell of themselves. */
final class PgRequesters {
    private static final int READ_AT_ONCE = 5_000;
    private static final int MOST_TYPED = 1_000;
    private static final String[] SEALED = {"requester_name", "requester_phone", "email"};

    // language=PostgreSQL
    private static final String SELECT = """
            select t.hotline, t.number, t.requester_name, t.requester_phone, f.email
              from ticketing.ticket t left join ticketing.filing f on f.hotline = t.hotline and f.number = t.number
             where
            """;

    // language=PostgreSQL
    private static final String ERASE = """
            with asked as (
                update ticketing.ticket
                   set requester_name = case when requester_name is not null then $3::bytea end,
                       requester_phone = case when requester_phone is not null then $3::bytea end,
                       phone_index = null
                 where hotline = $1 and %s returning number
            ), filed as (
                update ticketing.filing set email = $3
                 where hotline = $1 and email is not null and number in (select number from asked)
            ), receipts as (
                delete from ticketing.intake_receipt where hotline = $1 and number in (select number from asked)
            )
            select count(*)::int as tickets from asked""";

    private final Pool pool;
    private final Seal seal;

    PgRequesters(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    Optional<CitizenKey> ownKey(HotlineCode hotline, TicketNumber number) {
        var row = rows(
                        SELECT + "t.hotline = $1 and t.number = $2 and t.phone_index is null",
                        Tuple.of(hotline.value(), number.value()))
                .stream()
                .findFirst();
        return row.flatMap(found -> sealed(found).stream().findFirst()).flatMap(seal::keyUsed);
    }

    List<TicketNumber> typed(HotlineCode hotline, Optional<String> phone, List<TicketNumber> own, List<String> names) {
        // language=PostgreSQL
        return rows(
                        """
                        select t.number from ticketing.ticket t
                         where t.hotline = $1
                           and (($2::text is not null
                                 and position($2 in t.title || ' ' || t.content || ' ' || coalesce(t.area, '')) > 0)
                                or (t.number = any($3) and exists (select from unnest($4::text[]) name
                                     where position(name in t.title || ' ' || t.content || ' ' || coalesce(t.area, '')) > 0)))
                        union
                        select e.number from ticketing.ticket_event e
                         where e.hotline = $1
                           and (($2::text is not null and position($2 in e.body::text) > 0)
                                or (e.number = any($3) and exists (select from unnest($4::text[]) name
                                     where position(name in e.body::text) > 0)))
                         order by number desc limit $5""",
                        Tuple.of(hotline.value(), phone.orElse(null))
                                .addArrayOfString(numbers(own))
                                .addArrayOfString(names.toArray(String[]::new))
                                .addInteger(MOST_TYPED))
                .stream()
                .map(row -> new TicketNumber(row.getString("number")))
                .toList();
    }

    int attachments(HotlineCode hotline, List<TicketNumber> numbers) {
        // language=PostgreSQL
        return rows(
                        "select count(*)::int as files from ticketing.attachment where hotline = $1 and number = any($2)",
                        Tuple.of(hotline.value()).addArrayOfString(numbers(numbers)))
                .getFirst()
                .getInteger("files");
    }

    int erase(HotlineCode hotline, BlindIndex requester) {
        return rows(
                        ERASE.formatted("phone_index = any($2)"),
                        Tuple.of(hotline.value(), PgTicketRows.all(requester), Buffer.buffer(Sealed.ERASED.bytes())))
                .getFirst()
                .getInteger("tickets");
    }

    int erase(HotlineCode hotline, String number) {
        return rows(
                        ERASE.formatted("number = $2"),
                        Tuple.of(hotline.value(), number, Buffer.buffer(Sealed.ERASED.bytes())))
                .getFirst()
                .getInteger("tickets");
    }

    int reseal(HotlineCode hotline, CitizenKey key) {
        return reseal(rows(
                SELECT + "t.hotline = $1 and t.phone_index = $2",
                Tuple.of(hotline.value(), Buffer.buffer(key.index().before()))));
    }

    int resealAll() {
        var changed = 0;
        var page = page("", "");
        while (!page.isEmpty()) {
            changed += reseal(page.stream()
                    .filter(row -> sealed(row).stream().anyMatch(one -> seal.fate(one) == Seal.Fate.TO_RESEAL))
                    .toList());
            page = page(page.getLast().getString("hotline"), page.getLast().getString("number"));
        }
        return changed;
    }

    void eachSealed(Consumer<Sealed> look) {
        var page = page("", "");
        while (!page.isEmpty()) {
            page.forEach(row -> sealed(row).forEach(look));
            page = page(page.getLast().getString("hotline"), page.getLast().getString("number"));
        }
    }

    private List<Row> page(String hotline, String number) {
        return rows(
                SELECT + "(t.hotline, t.number) > ($1, $2) order by t.hotline, t.number limit $3",
                Tuple.of(hotline, number, READ_AT_ONCE));
    }

    /** Only what is as it was read: somebody may erase meanwhile. */
    private int reseal(List<Row> found) {
        var tickets = new ArrayList<Tuple>();
        var filings = new ArrayList<Tuple>();
        for (var row : found) {
            var hotline = row.getString("hotline");
            var number = row.getString("number");
            var requester = new Requester(opened(row, "requester_name"), opened(row, "requester_phone"));
            var sealing = new RequesterSeal(seal, new HotlineCode(hotline), requester);
            tickets.add(Tuple.of(hotline, number)
                    .addBuffer(row.getBuffer("requester_name"))
                    .addBuffer(row.getBuffer("requester_phone"))
                    .addBuffer(PgTicketRows.buffer(sealing.seal(requester.name())))
                    .addBuffer(PgTicketRows.buffer(sealing.seal(requester.phone())))
                    .addBuffer(sealing.index()
                            .map(index -> Buffer.buffer(index.bytes()))
                            .orElse(null)));
            var email = opened(row, "email");
            if (email.isPresent()) {
                filings.add(Tuple.of(hotline, number)
                        .addBuffer(row.getBuffer("email"))
                        .addBuffer(PgTicketRows.buffer(sealing.seal(email))));
            }
        }
        if (!tickets.isEmpty()) {
            // language=PostgreSQL
            pool.preparedQuery("""
                            update ticketing.ticket
                               set requester_name = $5, requester_phone = $6, phone_index = $7
                             where hotline = $1 and number = $2 and requester_name is not distinct from $3
                               and requester_phone is not distinct from $4""").executeBatch(tickets).await();
        }
        if (!filings.isEmpty()) {
            // language=PostgreSQL
            pool.preparedQuery(
                            "update ticketing.filing set email = $4 where hotline = $1 and number = $2 and email = $3")
                    .executeBatch(filings)
                    .await();
        }
        return tickets.size();
    }

    private Optional<String> opened(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column)).flatMap(bytes -> seal.read(new Sealed(bytes.getBytes())));
    }

    private static List<Sealed> sealed(Row row) {
        return Stream.of(SEALED)
                .flatMap(column -> Optional.ofNullable(row.getBuffer(column)).stream())
                .map(bytes -> new Sealed(bytes.getBytes()))
                .toList();
    }

    private static String[] numbers(List<TicketNumber> numbers) {
        return numbers.stream().map(TicketNumber::value).toArray(String[]::new);
    }

    private List<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
