package org.hotline12345.bulletin.edition;

import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12345.bulletin.Behind;
import org.hotline12345.bulletin.Bulletin;
import org.hotline12345.bulletin.BulletinFiles;
import org.hotline12345.bulletin.BulletinFormat;
import org.hotline12345.bulletin.CountingRules;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.ProfileVersion;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;

/** The rows of editions: their log, what was printed, and the facts that were kept. */
public final class PgEditions {
    /** Somebody else was first: the same place in a log, the same number, a second edition at work, the same rows. */
    private static final Set<String> TOO_LATE = Set.of("23505", "40001");

    private static final int MOST = 200;

    private final Pool pool;
    private final PgDrafting drafting;
    private final Duration queryLimit;

    public PgEditions(Pool pool, PgDrafting drafting, Duration queryLimit) {
        this.pool = pool;
        this.drafting = drafting;
        this.queryLimit = queryLimit;
    }

    /** Begins the next version of a period's bulletin. */
    Edition open(HotlineCode hotline, Period period, EditionFact.Opened fact) {
        var id = UUID.randomUUID();
        return transaction("read committed", tx -> {
            // language=PostgreSQL
            var version = tx.preparedQuery("""
                insert into bulletin.edition (id, hotline, period, version, state)
                select $1, $2, $3, coalesce(max(version), 0) + 1, 'DRAFT' from bulletin.edition
                 where hotline = $2 and period = $3
                returning version""")
                    .execute(Tuple.of(id, hotline.value(), period.toString()))
                    .await()
                    .iterator()
                    .next()
                    .getInteger("version");
            var edition = Edition.of(id, hotline, period, version, List.of());
            note(tx, edition, fact);
            return edition.after(fact);
        });
    }

    Optional<Edition> find(HotlineCode hotline, UUID id) {
        return editions("id = $2", Tuple.of(hotline.value(), id)).stream().findFirst();
    }

    /** The newest versions first. */
    List<Edition> list(HotlineCode hotline, Optional<Period> period) {
        return editions(
                "($2::text is null or period = $2)",
                Tuple.of(hotline.value()).addString(period.map(Period::toString).orElse(null)));
    }

    private List<Edition> editions(String where, Tuple parameters) {
        var found = new ArrayList<Edition>();
        for (var row : pool.preparedQuery(
                        "select id, hotline, period, version from bulletin.edition where hotline = $1 and " + where
                                + " order by period desc, version desc limit " + MOST)
                .execute(parameters)
                .await()) {
            found.add(Edition.of(
                    row.getUUID("id"),
                    new HotlineCode(row.getString("hotline")),
                    Period.of(row.getString("period")),
                    row.getInteger("version"),
                    log(pool, row.getUUID("id"))));
        }
        return found;
    }

    private static List<EditionFact> log(SqlClient client, UUID edition) {
        var log = new ArrayList<EditionFact>();
        // language=PostgreSQL
        client.preparedQuery("select body from bulletin.edition_event where edition = $1 order by ordinal")
                .execute(Tuple.of(edition))
                .await()
                .forEach(row -> log.add(RecordJson.read(row.getString("body"), EditionFact.class)));
        return log;
    }

    /** Writes down what happened, and with it how far the edition has come. */
    Edition add(Edition edition, EditionFact fact) {
        return transaction("read committed", tx -> {
            note(tx, edition, fact);
            var after = edition.after(fact);
            // language=PostgreSQL
            tx.preparedQuery("update bulletin.edition set state = $2, document_number = $3 where id = $1")
                    .execute(Tuple.of(edition.id(), after.state().stage().name())
                            .addString(after.documentNumber().orElse(null)))
                    .await();
            return after;
        });
    }

    /** Writes the files that readers get, and that it is published: nothing of it can be changed any more. */
    Edition publish(Edition edition, EditionFact.Published fact, Bulletin issued) {
        return transaction("read committed", tx -> {
            for (var format : BulletinFormat.values()) {
                // language=PostgreSQL
                tx.preparedQuery("insert into bulletin.edition_file (edition, format, name, content) values ($1, $2,"
                                + " $3, $4)")
                        .execute(Tuple.of(
                                edition.id(),
                                format.name(),
                                BulletinFiles.name(issued, format),
                                Buffer.buffer(BulletinFiles.print(issued, format))))
                        .await();
            }
            note(tx, edition, fact);
            var after = edition.after(fact);
            // language=PostgreSQL
            tx.preparedQuery("update bulletin.edition set state = $2, model = $3 where id = $1")
                    .execute(Tuple.of(
                            edition.id(), after.state().stage().name(), RecordJson.write(issued, Bulletin.class)))
                    .await();
            return after;
        });
    }

    /**
     * Copies the facts as of the cut-off, counts and keeps the figures, all in one look at the database.
     *
     * @param decide makes of what was found what happened
     */
    Edition keep(Edition edition, Instant cutOff, Function<List<Finding>, EditionFact> decide) {
        var rules = drafting.rules(edition.hotline(), edition.period());
        return transaction("repeatable read", tx -> {
            PgFacts.copy(tx, edition.id(), edition.hotline(), rules, cutOff);
            // language=PostgreSQL
            tx.preparedQuery("""
                update bulletin.edition
                   set cut_off = $2, done_moment = $3, profile_version = $4, profile = $5 where id = $1""")
                    .execute(Tuple.of(
                            edition.id(),
                            PgFacts.utc(cutOff),
                            rules.doneAt().name(),
                            rules.profile().version(),
                            rules.profile().text()))
                    .await();
            var drafted = drafting.draft(tx, edition.hotline(), edition.period(), rules, cutOff);
            var findings = new ArrayList<>(drafted.findings());
            findings.addAll(disagreements(tx, edition.id(), rules, drafted));
            var bulletin = drafted.with(findings);
            figures(tx, edition.id(), bulletin);
            var fact = decide.apply(findings);
            note(tx, edition, fact);
            var after = edition.after(fact);
            // language=PostgreSQL
            tx.preparedQuery("update bulletin.edition set state = $2, document_number = null, model = $3 where id = $1")
                    .execute(Tuple.of(
                            edition.id(), after.state().stage().name(), RecordJson.write(bulletin, Bulletin.class)))
                    .await();
            return after;
        });
    }

    /** Whether figures and the facts that are kept behind them agree. */
    private static List<Finding> disagreements(SqlClient tx, UUID edition, CountingRules rules, Bulletin bulletin) {
        var tickets = PgFacts.ticketGroups(tx, edition, true);
        var behind = Behind.by(rules.profile(), PgFacts.natures(tickets));
        var groups = Stream.concat(
                tickets.stream().map(marked -> behind.ofTickets(marked.group())),
                PgFacts.callGroups(tx, edition, rules).stream().map(marked -> behind.ofCalls(marked.calls())));
        return Behind.disagreements(bulletin.figures(), groups);
    }

    private static void figures(SqlClient tx, UUID edition, Bulletin bulletin) {
        // language=PostgreSQL
        tx.preparedQuery("delete from bulletin.edition_figure where edition = $1")
                .execute(Tuple.of(edition))
                .await();
        var rows = new ArrayList<Tuple>();
        for (var figure : bulletin.figures().values()) {
            var numerator = Behind.numerator(figure);
            var denominator = Behind.denominator(figure);
            rows.add(Tuple.of(edition, figure.id(), rows.size(), figure.name(), figure.printed(), figure.arithmetic())
                    .addValue(Behind.value(figure).orElse(null))
                    .addValue(numerator
                            .map(count -> java.math.BigDecimal.valueOf(count.value()))
                            .orElse(null))
                    .addString(numerator
                            .map(count -> count.what() + "（" + count.unit() + "）")
                            .orElse(null))
                    .addValue(denominator
                            .map(count -> java.math.BigDecimal.valueOf(count.value()))
                            .orElse(null))
                    .addString(denominator
                            .map(count -> count.what() + "（" + count.unit() + "）")
                            .orElse(null))
                    .addString(Behind.rounding(figure).orElse(null)));
        }
        if (!rows.isEmpty()) {
            // language=PostgreSQL
            tx.preparedQuery("""
                insert into bulletin.edition_figure (edition, id, ordinal, name, printed, arithmetic, value, numerator,
                    numerator_words, denominator, denominator_words, rounding)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""").executeBatch(rows).await();
        }
    }

    /** The figures as they were kept, in the order of the page. */
    List<KeptFigure> figures(UUID edition) {
        var figures = new ArrayList<KeptFigure>();
        // language=PostgreSQL
        pool.preparedQuery("""
            select id, name, printed, arithmetic, numerator, numerator_words, denominator, denominator_words, rounding
              from bulletin.edition_figure where edition = $1 order by ordinal""").execute(Tuple.of(edition)).await().forEach(row -> figures.add(figure(row)));
        return figures;
    }

    private static KeptFigure figure(Row row) {
        return new KeptFigure(
                row.getString("id"),
                row.getString("name"),
                row.getString("printed"),
                row.getString("arithmetic"),
                part(row, "numerator"),
                part(row, "denominator"),
                Optional.ofNullable(row.getString("rounding")));
    }

    private static Optional<KeptFigure.Part> part(Row row, String name) {
        var value = row.getBigDecimal(name);
        return value == null
                ? Optional.empty()
                : Optional.of(new KeptFigure.Part(row.getString(name + "_words"), value));
    }

    /** The bulletin as it was kept; empty while it is a draft. */
    Optional<Bulletin> model(UUID edition) {
        // language=PostgreSQL
        var row = pool.preparedQuery("select model from bulletin.edition where id = $1 and state <> 'DRAFT'")
                .execute(Tuple.of(edition))
                .await()
                .iterator();
        return row.hasNext()
                ? Optional.of(RecordJson.read(row.next().getString("model"), Bulletin.class))
                : Optional.empty();
    }

    /** The rules that its facts were chosen and are judged by, from what was kept with them. */
    CountingRules rules(Edition edition, Bulletin model) {
        // language=PostgreSQL
        var row = pool.preparedQuery("select profile_version, profile from bulletin.edition where id = $1")
                .execute(Tuple.of(edition.id()))
                .await()
                .iterator()
                .next();
        return CountingRules.of(
                new ProfileVersion(
                        edition.hotline(), row.getInteger("profile_version"), Instant.EPOCH, row.getString("profile")),
                model.span());
    }

    /** A file as it was published. */
    Optional<byte[]> file(UUID edition, BulletinFormat format) {
        // language=PostgreSQL
        var rows = pool.preparedQuery("select content from bulletin.edition_file where edition = $1 and format = $2")
                .execute(Tuple.of(edition, format.name()))
                .await()
                .iterator();
        return rows.hasNext() ? Optional.of(rows.next().getBuffer("content").getBytes()) : Optional.empty();
    }

    /** What a version's figures are that the version before had otherwise. */
    List<Change> changes(Edition edition) {
        var changes = new ArrayList<Change>();
        // language=PostgreSQL
        pool.preparedQuery("""
            with this as (
                select f.* from bulletin.edition_figure f where f.edition = $1
            ), before as (
                select f.* from bulletin.edition_figure f join bulletin.edition e on e.id = f.edition
                 where e.hotline = $2 and e.period = $3 and e.version = $4
            )
            select coalesce(this.id, before.id) as id, coalesce(this.name, before.name) as name,
                   before.printed as old, this.printed as new
              from this full join before on before.id = this.id
             where this.printed is distinct from before.printed
             order by coalesce(this.ordinal, before.ordinal), 1""")
                .execute(Tuple.of(
                        edition.id(),
                        edition.hotline().value(),
                        edition.period().toString(),
                        edition.version() - 1))
                .await()
                .forEach(row -> changes.add(new Change(
                        row.getString("id"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("old")),
                        Optional.ofNullable(row.getString("new")))));
        return changes;
    }

    /** Whether the edition counts that ticket as the unit's. */
    boolean hasTicket(UUID edition, UnitCode unit, String number) {
        return PgFacts.hasTicket(pool, edition, unit.value(), number);
    }

    Pool pool() {
        return pool;
    }

    private static void note(SqlClient tx, Edition edition, EditionFact fact) {
        // language=PostgreSQL
        tx.preparedQuery("""
            insert into bulletin.edition_event (edition, ordinal, type, at, person, body)
            values ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        edition.id(),
                        edition.log().size(),
                        fact.getClass().getSimpleName(),
                        PgFacts.utc(fact.at()),
                        fact.by().value(),
                        RecordJson.write(fact, EditionFact.class)))
                .await();
    }

    private <T> T transaction(String isolation, Function<SqlConnection, T> work) {
        var connection = pool.getConnection().await();
        try {
            connection
                    .query("start transaction isolation level " + isolation)
                    .execute()
                    .await();
            var done = false;
            try {
                // language=PostgreSQL
                connection
                        .preparedQuery("select set_config('statement_timeout', $1, true)")
                        .execute(Tuple.of(Long.toString(queryLimit.toMillis())))
                        .await();
                var result = work.apply(connection);
                connection.query("commit").execute().await();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.query("rollback").execute().await();
                }
            }
        } catch (PgException e) {
            if (e.getSqlState() != null && TOO_LATE.contains(e.getSqlState())) {
                throw Refused.conflict(
                        "edition_number".equals(e.getConstraint())
                                ? "\"documentNumber\": another bulletin has this number"
                                : "somebody else was first; look at it and try again");
            }
            throw e;
        } finally {
            connection.close().await();
        }
    }
}
