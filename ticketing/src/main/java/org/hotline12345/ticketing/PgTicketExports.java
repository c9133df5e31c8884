package org.hotline12345.ticketing;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.hotline12345.office.UnitCode;

/** What an export reads besides the tickets, a page at a time. */
final class PgTicketExports {
    /** @param confidential what the requester wished, if anything */
    record Asker(Requester requester, Optional<Boolean> confidential) {}

    private final Pool pool;
    private final Seal seal;

    PgTicketExports(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    /** Counts no further than the limit. */
    int count(HotlineCode hotline, Optional<Set<UnitCode>> units, TicketFilter filter, int limit) {
        // language=PostgreSQL
        return pool.preparedQuery("""
                        select count(*) as n from (
                          select from ticketing.ticket
                           where hotline = $1 and ($2::text[] is null or units && $2) and ($3::text is null or state = $3)
                             and ($4::text is null or unit = $4) and ($5::text is null or number < $5)
                             and ($6::text is null or domain in (select office.domain_and_below($1, $6)))
                           limit $7) as counted""")
                .execute(Tuple.of(
                                hotline.value(),
                                units.map(some -> some.stream()
                                                .map(UnitCode::value)
                                                .toArray(String[]::new))
                                        .orElse(null),
                                filter.stage().map(Enum::name).orElse(null),
                                filter.unit().map(UnitCode::value).orElse(null),
                                filter.before().map(TicketNumber::value).orElse(null))
                        .addString(filter.domain().orElse(null))
                        .addInteger(limit))
                .await()
                .iterator()
                .next()
                .getInteger("n");
    }

    Map<TicketNumber, String> replies(HotlineCode hotline, List<TicketNumber> numbers) {
        var replies = new HashMap<TicketNumber, String>();
        // language=PostgreSQL
        for (Row row : pool.preparedQuery("""
                        select distinct on (number) number, body ->> 'text' as text from ticketing.ticket_event
                         where hotline = $1 and number = any($2) and type in ('REPLIED', 'ANSWERED_DIRECTLY')
                         order by number, version desc""").execute(of(hotline, numbers)).await()) {
            replies.put(new TicketNumber(row.getString("number")), row.getString("text"));
        }
        return replies;
    }

    Map<TicketNumber, Origin> origins(HotlineCode hotline, List<TicketNumber> numbers) {
        return new PgOrigins(pool).of(hotline, numbers);
    }

    Map<TicketNumber, Asker> askers(HotlineCode hotline, List<TicketNumber> numbers) {
        var askers = new HashMap<TicketNumber, Asker>();
        // language=PostgreSQL
        for (Row row : pool.preparedQuery("""
                        select number, requester_name, requester_phone, confidential from ticketing.ticket
                         where hotline = $1 and number = any($2)""").execute(of(hotline, numbers)).await()) {
            askers.put(
                    new TicketNumber(row.getString("number")),
                    new Asker(
                            new Requester(opened(row, "requester_name"), opened(row, "requester_phone")),
                            Optional.ofNullable(row.getBoolean("confidential"))));
        }
        return askers;
    }

    private static Tuple of(HotlineCode hotline, List<TicketNumber> numbers) {
        return Tuple.of(hotline.value())
                .addArrayOfString(numbers.stream().map(TicketNumber::value).toArray(String[]::new));
    }

    private Optional<String> opened(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column))
                .map(bytes -> seal.read(new Sealed(bytes.getBytes())).orElse(Requester.ERASED));
    }
}
