package org.hotline12345.office;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links the audit trail's rows into a chain of keyed hashes. The key lies outside the database, so whoever can write every row of it
 * still cannot change, remove or slip in a row before the last link without being found.
 */
final class PgAuditChain {
    private static final Logger LOG = LoggerFactory.getLogger(PgAuditChain.class);
    /** Of one link at most. */
    private static final int MAX_ROWS = 1_000;

    private static final int MAX_LINKS_IN_A_ROUND = 1_000;
    /** The chain's end is written to the log so often: a witness outside the database. */
    private static final Duration TELL_EVERY = Duration.ofHours(1);
    /** Only one program of several links at a time. */
    private static final long LOCK = 0x12345_A0D17L;

    private static final int SHOWN_BYTES = 8;

    /** Where a link ends. */
    private record Link(long link, String lastXid, long lastPosition, Buffer hash) {
        static final Link BEFORE_ALL = new Link(0, "0", 0, Buffer.buffer());
    }

    private final Pool pool;
    private final Seal seal;
    private final Clock clock;
    private Instant toldAt = Instant.MIN;

    PgAuditChain(Pool pool, Seal seal, Clock clock) {
        this.pool = pool;
        this.seal = seal;
        this.clock = clock;
    }

    /** Links what is loose, unless another program is at it. */
    void link() {
        var linked = 0;
        while (linked < MAX_LINKS_IN_A_ROUND && linkOnce()) {
            linked++;
        }
        var now = clock.instant();
        if (linked > 0 && now.isAfter(toldAt.plus(TELL_EVERY))) {
            toldAt = now;
            last().ifPresent(end -> LOG.info("the audit trail's chain ends with link {}, {}", end.link(), shown(end)));
        }
    }

    /** @return whether there may be more */
    private boolean linkOnce() {
        return pool.withTransaction((SqlConnection tx) -> tx.preparedQuery(
                                "select pg_try_advisory_xact_lock($1) as mine")
                        .execute(Tuple.of(LOCK))
                        .compose(mine -> mine.iterator().next().getBoolean("mine")
                                ? last(tx).compose(before -> append(tx, before))
                                : Future.succeededFuture(false)))
                .await();
    }

    private Future<Boolean> append(SqlConnection tx, Link before) {
        // The order names the table: a plain xid would be the text of it, where 1000 comes before 999.
        // language=PostgreSQL
        return tx.preparedQuery("""
                        select id, at, person, hotline, action, object, xid::text as xid, position from office.audit
                         where (xid, position) > ($1::text::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
                         order by audit.xid, audit.position limit $3""")
                .execute(Tuple.of(before.lastXid(), before.lastPosition(), MAX_ROWS))
                .compose(found -> {
                    var rows = new ArrayList<Row>();
                    found.forEach(rows::add);
                    if (rows.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    var end = rows.getLast();
                    // language=PostgreSQL
                    return tx.preparedQuery("""
                                    insert into office.audit_link (link, last_xid, last_position, rows, made_at, hash)
                                    values ($1, $2::text::xid8, $3, $4, $5, $6)""")
                            .execute(Tuple.of(before.link() + 1, end.getString("xid"), end.getLong("position"))
                                    .addInteger(rows.size())
                                    .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                                    .addBuffer(hash(before, rows)))
                            .map(rows.size() == MAX_ROWS);
                });
    }

    /**
     * Compares every row with its link.
     *
     * @throws BadSettings naming the first link that does not fit, and between which moments its rows lie
     */
    AuditTrail verify() {
        var before = Link.BEFORE_ALL;
        var rows = 0L;
        for (var link : links()) {
            var of = rowsOf(before, link);
            var expected = hash(before, of);
            if (link.link() != before.link() + 1 || !expected.equals(link.hash())) {
                throw new BadSettings("link " + link.link() + " of the audit trail does not fit: a row " + between(of)
                        + " was changed, removed or added, or a link was; compare with a backup");
            }
            rows += of.size();
            before = link;
        }
        return new AuditTrail(before.link(), rows, loose(before), shown(before));
    }

    private static String between(List<Row> rows) {
        return rows.isEmpty()
                ? "of it"
                : "from " + rows.getFirst().getOffsetDateTime("at") + " to "
                        + rows.getLast().getOffsetDateTime("at");
    }

    private List<Link> links() {
        var links = new ArrayList<Link>();
        // language=PostgreSQL
        pool.query("select link, last_xid::text as last_xid, last_position, hash from office.audit_link order by link")
                .execute()
                .await()
                .forEach(row -> links.add(link(row)));
        return links;
    }

    private List<Row> rowsOf(Link before, Link link) {
        var rows = new ArrayList<Row>();
        // language=PostgreSQL
        pool.preparedQuery("""
                        select id, at, person, hotline, action, object, xid::text as xid, position from office.audit
                         where (xid, position) > ($1::text::xid8, $2) and (xid, position) <= ($3::text::xid8, $4)
                         order by audit.xid, audit.position""")
                .execute(Tuple.of(before.lastXid(), before.lastPosition(), link.lastXid(), link.lastPosition()))
                .await()
                .forEach(rows::add);
        return rows;
    }

    private long loose(Link last) {
        // language=PostgreSQL
        return pool.preparedQuery("select count(*) as n from office.audit where (xid, position) > ($1::text::xid8, $2)")
                .execute(Tuple.of(last.lastXid(), last.lastPosition()))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    private Optional<Link> last() {
        return Optional.of(pool.withConnection(PgAuditChain::last).await()).filter(link -> link.link() > 0);
    }

    private static Future<Link> last(SqlConnection connection) {
        // language=PostgreSQL
        return connection
                .query("""
                        select link, last_xid::text as last_xid, last_position, hash from office.audit_link
                         order by link desc limit 1""")
                .execute()
                .map(rows -> rows.size() == 0
                        ? Link.BEFORE_ALL
                        : link(rows.iterator().next()));
    }

    private static Link link(Row row) {
        return new Link(
                row.getLong("link"), row.getString("last_xid"), row.getLong("last_position"), row.getBuffer("hash"));
    }

    private Buffer hash(Link before, List<Row> rows) {
        var mac = seal.auditMac();
        mac.update(before.hash().getBytes());
        for (var row : rows) {
            update(mac, row.getUUID("id").toString());
            update(mac, row.getOffsetDateTime("at").toInstant().toString());
            update(mac, row.getUUID("person").toString());
            update(mac, row.getString("hotline"));
            update(mac, row.getString("action"));
            update(mac, row.getString("object"));
        }
        return Buffer.buffer(mac.doFinal());
    }

    /** With its length before it, so that no two rows have the same bytes. */
    private static void update(Mac mac, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }

    private static String shown(Link link) {
        var bytes = link.hash().getBytes();
        return HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length));
    }
}
