package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.jspecify.annotations.Nullable;

/** Rows of requests that came in without an agent: ticket, what was said beside it, and receipt, all of it or nothing. */
final class PgFilings {
    /** Before a hash that is sealed; none begins so by itself. */
    private static final String SEALED = "~";

    private static final String RECEIPT_TAKEN = "intake_receipt_pkey";

    /** A key under which a client has sent something, and what. */
    record Receipt(UUID client, String key, String bodyHash) {}

    /** What was answered under a key. */
    record Answered(String bodyHash, HotlineCode hotline, TicketNumber number, Instant at) {}

    private final Pool pool;
    private final PgTickets tickets;
    private final Seal seal;

    PgFilings(Pool pool, PgTickets tickets, Seal seal) {
        this.pool = pool;
        this.tickets = tickets;
        this.seal = seal;
    }

    Optional<Answered> answered(UUID client, String key) {
        // language=PostgreSQL
        return rows(
                        "select body_hash, hotline, number, at from ticketing.intake_receipt where client = $1 and key = $2",
                        Tuple.of(client, key))
                .map(row -> new Answered(
                        bodyHash(row.getString("body_hash")),
                        new HotlineCode(row.getString("hotline")),
                        new TicketNumber(row.getString("number")),
                        PgTicketRows.instant(row, "at").orElseThrow()))
                .findFirst();
    }

    /**
     * @param client the program it came by; empty for the citizen's form
     * @return empty when the receipt's key was taken meanwhile: {@link #answered} has it
     */
    Optional<Ticket> store(
            Filing filing,
            LocalDate day,
            Function<TicketNumber, TicketEvent> registered,
            Requester requester,
            Optional<UUID> client,
            boolean open311,
            Optional<Receipt> receipt) {
        var sealing = new RequesterSeal(seal, filing.hotline(), requester);
        var email = PgTicketRows.buffer(sealing.seal(filing.details().email()));
        var kept = receipt.map(one -> new Receipt(one.client(), one.key(), bodyHash(one, requester, sealing)));
        try {
            return tickets.register(
                    new NewTicket(filing.hotline(), day, registered, requester),
                    sealing,
                    (tx, ticket) -> insert(tx, ticket, filing, email, client, open311)
                            .compose(_ -> kept.<Future<?>>map(one -> insert(tx, ticket, one))
                                    .orElseGet(Future::succeededFuture)));
        } catch (PgException e) {
            if (RECEIPT_TAKEN.equals(e.getConstraint())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Requests that came over Open311, newest first. Whoever is not their client sees none that are confidential.
     *
     * @param client who asks, if a client does
     */
    List<PublicFiling> byOpen311(HotlineCode hotline, Optional<UUID> client, PublicFilter filter) {
        return open311(
                hotline,
                client,
                """
                registered_at >= $3 and registered_at < $4 and nature = any($5)
                   and ($6::boolean is null or $6 = (state in ('CLOSED', 'ARCHIVED', 'REJECTED', 'WITHDRAWN', 'VOIDED')))
                 order by number desc offset $7 limit $8""",
                Tuple.of(
                                hotline.value(),
                                client.orElse(null),
                                PgTicketRows.utc(filter.from()),
                                PgTicketRows.utc(filter.until()))
                        .addArrayOfString(
                                filter.natures().stream().map(Enum::name).toArray(String[]::new))
                        .addBoolean(filter.over().orElse(null))
                        .addInteger(filter.skip())
                        .addInteger(filter.limit()));
    }

    /** Those of these that came over Open311 and may be told. */
    List<PublicFiling> byOpen311(HotlineCode hotline, Optional<UUID> client, Collection<TicketNumber> numbers) {
        return open311(
                hotline,
                client,
                "number = any($3) order by number desc",
                Tuple.of(hotline.value(), client.orElse(null))
                        .addArrayOfString(
                                numbers.stream().map(TicketNumber::value).toArray(String[]::new)));
    }

    private List<PublicFiling> open311(HotlineCode hotline, Optional<UUID> client, String where, Tuple parameters) {
        // language=PostgreSQL
        var tickets = rows(PgTicketRows.SELECT + """
                        exists (select from ticketing.filing f
                                 where f.hotline = ticket.hotline and f.number = ticket.number and f.open311
                                   and (f.client = $2 or not coalesce(ticket.confidential, ticket.nature = 'TIP_OFF')))
                           and\s""" + where, parameters)
                .map(PgTicketRows::ticket)
                .toList();
        var details = details(hotline, client, tickets);
        return tickets.stream()
                .map(ticket ->
                        Objects.requireNonNull(details.get(ticket.number())).apply(ticket))
                .toList();
    }

    private Map<TicketNumber, Function<Ticket, PublicFiling>> details(
            HotlineCode hotline, Optional<UUID> client, List<Ticket> tickets) {
        // language=PostgreSQL
        return rows(
                        """
                        select f.number, client is not distinct from $2 and client is not null as own, latitude,
                               longitude, address_id, media_url,
                               (select max(at) from ticketing.ticket_event e
                                 where e.hotline = f.hotline and e.number = f.number) as changed_at
                          from ticketing.filing f where f.hotline = $1 and f.number = any($3)""",
                        Tuple.of(hotline.value(), client.orElse(null))
                                .addArrayOfString(tickets.stream()
                                        .map(ticket -> ticket.number().value())
                                        .toArray(String[]::new)))
                .collect(Collectors.toMap(row -> new TicketNumber(row.getString("number")), PgFilings::told));
    }

    private static Function<Ticket, PublicFiling> told(Row row) {
        var point = Optional.ofNullable(row.getBigDecimal("latitude"))
                .map(latitude -> new Filing.Point(latitude, row.getBigDecimal("longitude")));
        var details = new Filing.Details(
                point,
                Optional.ofNullable(row.getString("address_id")),
                Optional.ofNullable(row.getString("media_url")),
                Optional.empty());
        var changedAt = PgTicketRows.instant(row, "changed_at").orElseThrow();
        boolean isOwn = row.getBoolean("own");
        return ticket -> {
            var whole = new PublicFiling(ticket, details, changedAt, isOwn);
            return isOwn ? whole : whole.withoutDetails();
        };
    }

    /** What the requester wished; empty when nothing was said. */
    Optional<Boolean> confidential(HotlineCode hotline, TicketNumber number) {
        // language=PostgreSQL
        return rows(
                        "select confidential from ticketing.ticket where hotline = $1 and number = $2",
                        Tuple.of(hotline.value(), number.value()))
                .map(row -> row.getBoolean("confidential"))
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    /** Whether that program filed it. */
    boolean isOf(HotlineCode hotline, TicketNumber number, UUID client) {
        // language=PostgreSQL
        return rows(
                        "select from ticketing.filing where hotline = $1 and number = $2 and client = $3",
                        Tuple.of(hotline.value(), number.value(), client))
                .findFirst()
                .isPresent();
    }

    /** Forgets receipts of before: nobody sends a request again after that time. */
    int forget(Instant before) {
        // language=PostgreSQL
        return pool.preparedQuery("delete from ticketing.intake_receipt where at < $1")
                .execute(Tuple.of(PgTicketRows.utc(before)))
                .await()
                .rowCount();
    }

    /** Who knows the other words of a request could try all numbers on its hash: so it is sealed with what it is of. */
    private static String bodyHash(Receipt receipt, Requester requester, RequesterSeal sealing) {
        return requester.equals(Requester.UNKNOWN)
                ? receipt.bodyHash()
                : sealing.seal(Optional.of(receipt.bodyHash()))
                        .map(one -> SEALED + Base64.getEncoder().encodeToString(one.bytes()))
                        .orElseThrow();
    }

    private String bodyHash(String kept) {
        return kept.startsWith(SEALED)
                ? seal.read(new Sealed(Base64.getDecoder().decode(kept.substring(SEALED.length()))))
                        .orElse(Requester.ERASED)
                : kept;
    }

    private static Future<?> insert(
            SqlConnection tx,
            Ticket ticket,
            Filing filing,
            @Nullable Buffer email,
            Optional<UUID> client,
            boolean open311) {
        var details = filing.details();
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.filing
                          (hotline, number, client, open311, anonymous, latitude, longitude, address_id, media_url, email)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .execute(Tuple.of(ticket.hotline().value(), ticket.number().value(), client.orElse(null))
                        .addBoolean(open311)
                        .addBoolean(filing.anonymous())
                        .addBigDecimal(
                                details.point().map(Filing.Point::latitude).orElse(null))
                        .addBigDecimal(
                                details.point().map(Filing.Point::longitude).orElse(null))
                        .addString(details.addressId().orElse(null))
                        .addString(details.mediaUrl().orElse(null))
                        .addBuffer(email))
                // language=PostgreSQL
                .compose(_ -> tx.preparedQuery(
                                "update ticketing.ticket set confidential = $3 where hotline = $1 and number = $2")
                        .execute(Tuple.of(
                                ticket.hotline().value(),
                                ticket.number().value(),
                                filing.confidential().orElse(null))));
    }

    private static Future<?> insert(SqlConnection tx, Ticket ticket, Receipt receipt) {
        // language=PostgreSQL
        return tx.preparedQuery("""
                        insert into ticketing.intake_receipt (client, key, body_hash, hotline, number, at)
                        values ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        receipt.client(),
                        receipt.key(),
                        receipt.bodyHash(),
                        ticket.hotline().value(),
                        ticket.number().value(),
                        PgTicketRows.utc(ticket.registeredAt())));
    }

    private Stream<Row> rows(String sql, Tuple parameters) {
        var rows = pool.preparedQuery(sql).execute(parameters).await();
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
