package org.hotline12345.bulletin.edition;

import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import org.hotline12345.bulletin.Bulletin;
import org.hotline12345.bulletin.CountingRules;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;

/** Counts and writes a bulletin within somebody else's look at the database. */
public interface PgDrafting {
    /** The rules that are in force for the period. */
    CountingRules rules(HotlineCode hotline, Period period);

    Bulletin draft(SqlConnection look, HotlineCode hotline, Period period, CountingRules rules, Instant cutOff);
}
