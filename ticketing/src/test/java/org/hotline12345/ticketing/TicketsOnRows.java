package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tickets on real rows, and what tests of them ask for again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TicketsOnRows {
    TestHotline hotline;
    Ticketing ticketing;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        ticketing = hotline.ticketing;
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    Ticket find(Ticket ticket) {
        return ticketing.find(NORTH, ticket.number()).orElseThrow();
    }

    Ticket inState(TicketStage kind) {
        return switch (kind) {
            case REGISTERED -> hotline.ticket();
            case DISPATCHED -> hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
            case IN_HAND ->
                hotline.act(inState(TicketStage.DISPATCHED), new TicketCommand.Acknowledge(hotline.healthClerk));
            case RETURN_REQUESTED ->
                hotline.act(
                        inState(TicketStage.IN_HAND),
                        new TicketCommand.Return(hotline.healthClerk, "不归我管", Optional.of(WATER)));
            case REPLIED ->
                hotline.act(inState(TicketStage.IN_HAND), new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
            case HANDLED -> hotline.act(inState(TicketStage.REPLIED), new TicketCommand.Review(hotline.reviewer));
            case CLOSED -> hotline.act(inState(TicketStage.HANDLED), new TicketCommand.Close(hotline.reviewer));
            case ARCHIVED -> hotline.act(inState(TicketStage.CLOSED), new TicketCommand.Archive(hotline.reviewer));
            case REJECTED ->
                hotline.act(
                        hotline.ticket(), new TicketCommand.Reject(hotline.agent, RejectReason.LAWFUL_WAY, "请向法院起诉。"));
            case WITHDRAWN ->
                hotline.act(inState(TicketStage.IN_HAND), new TicketCommand.Withdraw(hotline.agent, "已解决。"));
            case VOIDED -> hotline.act(hotline.ticket(), new TicketCommand.MakeVoid(hotline.leader, "重复登记。"));
            case MERGED ->
                hotline.act(
                        inState(TicketStage.IN_HAND),
                        new TicketCommand.Merge(
                                hotline.dispatcher,
                                inState(TicketStage.DISPATCHED).number(),
                                "同一路灯。"));
            case SUSPENDED ->
                hotline.act(
                        hotline.act(
                                inState(TicketStage.IN_HAND),
                                new TicketCommand.Apply(
                                        hotline.healthClerk, Optional.empty(), new Application.Suspension(), "等待鉴定。")),
                        new TicketCommand.Grant(hotline.leader, Optional.empty(), Application.Kind.SUSPENSION, "同意。"));
        };
    }

    List<Row> rows(String sql, String number) {
        var rows = hotline.ticketingPool()
                .preparedQuery(sql)
                .execute(Tuple.of(number))
                .await();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    interface Deed<T> {
        Object of(T input);
    }

    /** What each came to, its refusal too. */
    static <T> List<Object> atOnce(List<T> inputs, Deed<T> deed) throws Exception {
        var barrier = new CyclicBarrier(inputs.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Object>();
            var tasks = inputs.stream()
                    .<Callable<Object>>map(input -> () -> {
                        barrier.await();
                        try {
                            return deed.of(input);
                        } catch (Refused e) {
                            return e;
                        }
                    })
                    .toList();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    static void refused(Refused.Kind kind, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
