package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hotline12345.office.Batches;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.telephony.CallId;

/**
 * Numbers and stores new tickets. The day's counter is the lock, so what is registered while a statement is under way
 * goes into the next one together: many wait for one commit, and none holds a connection while waiting for the counter.
 */
final class PgRegistrations {
    private static final int MOST_AT_ONCE = 50;

    // language=PostgreSQL
    private static final String REGISTER = """
            with counted as (
                insert into ticketing.day_counter as c (hotline, day, last) values ($1, $2, $3::integer)
                on conflict (hotline, day) do update set last = c.last + $3::integer returning last - $3::integer as before
            ), numbered as (
                select to_char($2::date, 'YYYYMMDD') || '-' || lpad((before + place)::text, 6, '0') as number, r.*
                  from counted, jsonb_to_recordset($4)
                    as r (place integer, channel text, call text, nature text, title text, content text, area text,
                          urgent boolean, domain text, registered_by uuid, registered_at timestamptz, state text, times jsonb,
                          requester_name text, requester_phone text, phone_index text, above_hotline text,
                          above_number text, above_assignment integer, confidential boolean, words text, type text, body jsonb)
                 where before + place < 1000000
            ), ticket as (
                insert into ticketing.ticket
                  (hotline, number, version, channel, call, nature, title, content, area, urgent, domain, registered_by,
                   registered_at, state, units, times, requester_name, requester_phone, phone_index, above_hotline,
                   above_number, above_assignment, confidential)
                select $1, number, 1, channel, call, nature, title, content, area, urgent, domain, registered_by, registered_at,
                       state, '{}', times, decode(requester_name, 'base64'), decode(requester_phone, 'base64'),
                       decode(phone_index, 'base64'), above_hotline, above_number, above_assignment,
                       -- What the citizen wished at the hotline above holds below.
                       coalesce(numbered.confidential,
                                (select above.confidential from ticketing.ticket above
                                  where above.hotline = numbered.above_hotline and above.number = numbered.above_number))
                  from numbered
            ), searched as (
                insert into ticketing.unindexed_text (hotline, number, words)
                select $1, replace(number, '-', '')::bigint, words from numbered
            ), event as (
                insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
                select $1, number, 1, type, registered_at, registered_by, body from numbered order by place
            )
            select before from counted""";

    /** A day of a hotline: its registrations are numbered one after the other. */
    private record Day(HotlineCode hotline, LocalDate day) {}

    private final Pool pool;
    private final Seal seal;
    private final Map<Day, Batches<JsonObject, Integer>> days = new HashMap<>();

    PgRegistrations(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    Future<Ticket> register(NewTicket fresh) {
        return of(new Day(fresh.hotline(), fresh.day())).add(row(fresh)).map(place -> numbered(fresh, place));
    }

    private Batches<JsonObject, Integer> of(Day day) {
        synchronized (days) {
            var known = days.get(day);
            if (known != null) {
                return known;
            }
            // Days that are over.
            days.values().removeIf(Batches::isIdle);
            var fresh = new Batches<JsonObject, Integer>(MOST_AT_ONCE, rows -> store(day, rows));
            days.put(day, fresh);
            return fresh;
        }
    }

    /**
     * The same as a part of something greater; others who register wait for its end.
     *
     * @param row of it, made before the transaction began: sealing may wait for the disk
     */
    Future<Ticket> register(SqlConnection tx, NewTicket fresh, JsonObject row) {
        return store(tx, new Day(fresh.hotline(), fresh.day()), new JsonArray().add(row.put("place", 1)))
                .map(before -> numbered(fresh, before + 1));
    }

    private static Ticket numbered(NewTicket fresh, int place) {
        return TicketFold.begin(fresh.hotline(), fresh.registered().apply(TicketNumber.of(fresh.day(), place)));
    }

    /** @return the place of each in its day */
    private Future<List<Integer>> store(Day day, List<JsonObject> some) {
        var rows = new JsonArray();
        some.forEach(row -> rows.add(row.put("place", rows.size() + 1)));
        return store(pool, day, rows)
                .map(before -> IntStream.rangeClosed(before + 1, before + rows.size())
                        .boxed()
                        .toList());
    }

    private static Future<Integer> store(SqlClient client, Day day, JsonArray rows) {
        return client.preparedQuery(REGISTER)
                .execute(Tuple.of(day.hotline().value(), day.day(), rows.size(), rows))
                .map(stored -> stored.iterator().next().getInteger("before"));
    }

    JsonObject row(NewTicket fresh) {
        return row(fresh, new RequesterSeal(seal, fresh.hotline(), fresh.requester()));
    }

    JsonObject row(NewTicket fresh, RequesterSeal sealing) {
        // The number is not known before it is stored; nothing that is stored depends on it.
        var event = fresh.registered().apply(TicketNumber.of(fresh.day(), 1));
        var draft = TicketFold.begin(fresh.hotline(), event);
        var requester = fresh.requester();
        var matter = draft.matter();
        return new JsonObject()
                .put("channel", draft.channel().name())
                .put("call", draft.call().map(CallId::value).orElse(null))
                .put("nature", matter.nature().name())
                .put("title", matter.title())
                .put("content", matter.content())
                .put("area", matter.area().orElse(null))
                .put("urgent", matter.urgent())
                .put("domain", matter.domain().orElse(null))
                .put("registered_by", draft.registeredBy().value().toString())
                .put("registered_at", draft.registeredAt())
                .put("state", draft.stage().name())
                .put("times", PgTicketRows.times(draft.times()))
                .put(
                        "requester_name",
                        sealing.seal(requester.name())
                                .map(one -> base64(one.bytes()))
                                .orElse(null))
                .put(
                        "requester_phone",
                        sealing.seal(requester.phone())
                                .map(one -> base64(one.bytes()))
                                .orElse(null))
                .put(
                        "phone_index",
                        sealing.index().map(index -> base64(index.bytes())).orElse(null))
                .put(
                        "above_hotline",
                        draft.above().map(one -> one.hotline().value()).orElse(null))
                .put(
                        "above_number",
                        draft.above().map(one -> one.number().value()).orElse(null))
                .put("above_assignment", draft.above().map(Above::assignment).orElse(null))
                .put("confidential", fresh.confidential().orElse(null))
                .put("words", SearchText.of(matter))
                .put("type", event.kind().name())
                .put("body", EventBody.write(event.fact()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
