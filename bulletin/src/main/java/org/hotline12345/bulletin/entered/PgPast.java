package org.hotline12345.bulletin.entered;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.bulletin.PastFigure;
import org.hotline12345.bulletin.PastFigures;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Kept;
import org.hotline12345.office.PersonId;

/** The rows of what earlier bulletins said: the predecessor's, and our own published ones. */
public final class PgPast implements PastFigures {
    // language=PostgreSQL
    private static final String SELECT = """
        select figure, subject, value, source, document_number, version from bulletin.v_past
         where hotline = $1 and period = $2 and figure = $3 and ($4::text is null or subject = $4)
         order by subject, is_ours""";

    private final Pool pool;

    public PgPast(Pool pool) {
        this.pool = pool;
    }

    /** Keeps what differs from what stands there, all of it or nothing. */
    public Kept keep(HotlineCode hotline, List<PastFigure> figures, PersonId by, Instant at) {
        var rows = PgEntered.kept(() -> pool.preparedQuery(
                        // language=PostgreSQL
                        """
                        insert into bulletin.past_figure (hotline, period, figure, subject, value, source, entered_by, entered_at, corrects)
                        select $1, given.period, given.figure, given.subject, given.value::numeric, given.source, $7, $8, now.id
                          from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                               as given (period, figure, subject, value, source)
                          left join bulletin.v_past_figure now
                            on now.hotline = $1 and now.period = given.period and now.figure = given.figure
                           and now.subject = given.subject
                         where now.id is null or (now.value, now.source) is distinct from (given.value::numeric, given.source)
                        returning corrects""")
                .execute(Tuple.of(hotline.value())
                        .addArrayOfString(PgEntered.texts(
                                figures, figure -> figure.period().toString()))
                        .addArrayOfString(PgEntered.texts(figures, PastFigure::figure))
                        .addArrayOfString(PgEntered.texts(figures, PastFigure::subject))
                        .addArrayOfString(PgEntered.texts(
                                figures, figure -> figure.value().toPlainString()))
                        .addArrayOfString(PgEntered.texts(figures, PastFigure::source))
                        .addUUID(by.value())
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .await());
        return PgEntered.kept(rows, figures.size());
    }

    @Override
    public Optional<Past> find(HotlineCode hotline, Period period, String figure, String subject) {
        return Optional.ofNullable(
                found(hotline, period, figure, Optional.of(subject)).get(subject));
    }

    @Override
    public Map<String, Past> ofAll(HotlineCode hotline, Period period, String figure) {
        return found(hotline, period, figure, Optional.empty());
    }

    private Map<String, Past> found(HotlineCode hotline, Period period, String figure, Optional<String> subject) {
        var found = new LinkedHashMap<String, Past>();
        pool.preparedQuery(SELECT)
                .execute(Tuple.of(hotline.value(), period.toString(), figure).addString(subject.orElse(null)))
                .await()
                // What we published comes after what the predecessor did, and takes its place.
                .forEach(row -> found.put(row.getString("subject"), past(row)));
        return found;
    }

    private static Past past(Row row) {
        var number = row.getString("document_number");
        return new Past(
                row.getBigDecimal("value"),
                number == null
                        ? new Source.Predecessor(row.getString("source"))
                        : new Source.Published(number, row.getInteger("version")));
    }
}
