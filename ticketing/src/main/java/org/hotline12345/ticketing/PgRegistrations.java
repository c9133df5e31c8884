package org.hotline12345.ticketing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.telephony.CallId;
import org.jspecify.annotations.Nullable;

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
                          urgent boolean, registered_by uuid, registered_at timestamptz, state text, times jsonb,
                          requester_name text, requester_phone text, phone_index text, words text, type text, body jsonb)
                 where before + place < 1000000
            ), ticket as (
                insert into ticketing.ticket
                  (hotline, number, version, channel, call, nature, title, content, area, urgent, registered_by,
                   registered_at, state, units, times, requester_name, requester_phone, phone_index)
                select $1, number, 1, channel, call, nature, title, content, area, urgent, registered_by, registered_at,
                       state, '{}', times, decode(requester_name, 'base64'), decode(requester_phone, 'base64'),
                       decode(phone_index, 'base64')
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

    private record Waiting(JsonObject row, Promise<Integer> place) {}

    private static final class Line {
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private boolean underWay;
    }

    private final Pool pool;
    private final Seal seal;
    private final Map<Day, Line> lines = new HashMap<>();

    PgRegistrations(Pool pool, Seal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    Future<Ticket> register(
            HotlineCode hotline,
            LocalDate day,
            Function<TicketNumber, TicketEvent> registered,
            Requester requester,
            Optional<BlindIndex> phoneIndex) {
        // The number is not known before it is stored; nothing that is stored depends on it.
        var event = registered.apply(TicketNumber.of(day, 1));
        var one = new Waiting(row(TicketFold.begin(hotline, event), event, requester, phoneIndex), Promise.promise());
        var key = new Day(hotline, day);
        synchronized (lines) {
            lines.computeIfAbsent(key, _ -> new Line()).waiting.add(one);
        }
        storeNext(key);
        return one.place()
                .future()
                .map(place -> TicketFold.begin(hotline, registered.apply(TicketNumber.of(day, place))));
    }

    private void storeNext(Day day) {
        var batch = new ArrayList<Waiting>();
        synchronized (lines) {
            var line = lines.get(day);
            if (line == null || line.underWay) {
                return;
            }
            if (line.waiting.isEmpty()) {
                lines.remove(day);
                return;
            }
            line.underWay = true;
            while (batch.size() < MOST_AT_ONCE && !line.waiting.isEmpty()) {
                batch.add(line.waiting.remove());
            }
        }
        store(day, batch).onComplete(_ -> {
            synchronized (lines) {
                var line = lines.get(day);
                if (line != null) {
                    line.underWay = false;
                }
            }
            storeNext(day);
        });
    }

    /** Always succeeds: how it went is told to each who waits. */
    private Future<?> store(Day day, List<Waiting> batch) {
        var rows = new JsonArray();
        for (int i = 0; i < batch.size(); i++) {
            rows.add(batch.get(i).row().put("place", i + 1));
        }
        return pool.preparedQuery(REGISTER)
                .execute(Tuple.of(day.hotline().value(), day.day(), batch.size(), rows))
                .map(stored -> stored.iterator().next().getInteger("before"))
                .compose(
                        before -> {
                            for (int i = 0; i < batch.size(); i++) {
                                batch.get(i).place().complete(before + i + 1);
                            }
                            return Future.succeededFuture();
                        },
                        failure -> {
                            if (batch.size() == 1) {
                                batch.getFirst().place().fail(failure);
                                return Future.succeededFuture();
                            }
                            // One that cannot be stored keeps no other from it.
                            Future<?> each = Future.succeededFuture();
                            for (var one : batch) {
                                each = each.compose(_ -> store(day, List.of(one)));
                            }
                            return each;
                        });
    }

    private JsonObject row(Ticket draft, TicketEvent event, Requester requester, Optional<BlindIndex> phoneIndex) {
        var matter = draft.matter();
        return new JsonObject()
                .put("channel", draft.channel().name())
                .put("call", draft.call().map(CallId::value).orElse(null))
                .put("nature", matter.nature().name())
                .put("title", matter.title())
                .put("content", matter.content())
                .put("area", matter.area().orElse(null))
                .put("urgent", matter.urgent())
                .put("registered_by", draft.registeredBy().value().toString())
                .put("registered_at", draft.registeredAt())
                .put("state", draft.stage().name())
                .put("times", PgTicketRows.times(draft.times()))
                .put("requester_name", sealed(requester.name()))
                .put("requester_phone", sealed(requester.phone()))
                .put(
                        "phone_index",
                        phoneIndex.map(index -> base64(index.bytes())).orElse(null))
                .put("words", SearchText.of(matter))
                .put("type", event.kind().name())
                .put("body", EventBody.write(event.fact()));
    }

    private @Nullable String sealed(Optional<String> text) {
        return text.map(open -> base64(seal.seal(open).bytes())).orElse(null);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
