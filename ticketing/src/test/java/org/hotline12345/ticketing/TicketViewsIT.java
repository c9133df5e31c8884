package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.junit.jupiter.api.Test;

/** What people see of tickets, and what stands in the rows for nobody. */
class TicketViewsIT extends TicketsOnRows {
    @Test
    void aClerkSeesWhatIsOrWasHisUnitsAndAForeignTicketIsAsNone() {
        var ticket = inState(TicketStage.DISPATCHED);
        assertThat(ticketing.see(hotline.healthClerk, NORTH, ticket.number())).isEqualTo(ticket);
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.waterClerk, NORTH, ticket.number()));
        refused(Refused.Kind.UNKNOWN, () -> hotline.act(ticket, new TicketCommand.Acknowledge(hotline.waterClerk)));
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.southernDispatcher, NORTH, ticket.number()));
        refused(Refused.Kind.UNKNOWN, () -> ticketing.see(hotline.agent, SOUTH, ticket.number()));
        hotline.act(ticket, new TicketCommand.Return(hotline.healthClerk, "不归我管", Optional.of(WATER)));
        hotline.act(ticket, new TicketCommand.AcceptReturn(hotline.dispatcher));
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, WATER));
        assertThat(ticketing.see(hotline.healthClerk, NORTH, ticket.number())).isNotNull();
        refused(Refused.Kind.FORBIDDEN, () -> hotline.act(ticket, new TicketCommand.Acknowledge(hotline.healthClerk)));
        var all = new TicketFilter(Optional.empty(), Optional.empty(), Optional.empty(), 200);
        assertThat(ticketing.list(hotline.waterClerk, NORTH, all).tickets())
                .allMatch(seen -> seen.units().contains(WATER))
                .anyMatch(seen -> seen.number().equals(ticket.number()));
        refused(Refused.Kind.FORBIDDEN, () -> ticketing.list(hotline.southernDispatcher, NORTH, all));
    }

    @Test
    void listsAreFilteredAndContinued() {
        var first = inState(TicketStage.HANDLED);
        var second = inState(TicketStage.HANDLED);
        var handled = new TicketFilter(Optional.of(TicketStage.HANDLED), Optional.of(HEALTH), Optional.empty(), 1);
        var page = ticketing.list(hotline.dispatcher, NORTH, handled);
        assertThat(page.tickets()).containsExactly(second);
        var rest = new TicketFilter(handled.stage(), handled.unit(), page.next(), 1);
        assertThat(ticketing.list(hotline.dispatcher, NORTH, rest).tickets()).containsExactly(first);
    }

    @Test
    void whoHoldsTheTicketSeesTheRequesterWholeAndItIsNoted() {
        var ticket = inState(TicketStage.IN_HAND);
        assertThat(ticketing.shown(hotline.dispatcher, ticket).requester())
                .isEqualTo(new SeenRequester(new Requester(Optional.of("张*"), Optional.of("154****0001")), false));
        assertThat(audits(hotline.dispatcher, ticket)).isZero();
        assertThat(ticketing.shown(hotline.healthClerk, ticket).requester())
                .isEqualTo(new SeenRequester(new Requester(Optional.of("张三"), Optional.of(MOBILE)), true));
        assertThat(audits(hotline.healthClerk, ticket)).isEqualTo(1);
    }

    @Test
    void noRowHoldsTheRequesterInTheClear() {
        var ticket = hotline.ticket();
        var written = rows("""
                select t::text || coalesce(string_agg(e::text, ' '), '') as row, encode(t.requester_name, 'escape') as name
                  from ticketing.ticket t join ticketing.ticket_event e using (hotline, number)
                 where number = $1 group by t.*, t.requester_name""", ticket.number().value());
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().getString("row")).contains("路灯不亮").doesNotContain(MOBILE, "张三");
        assertThat(written.getFirst().getString("name")).doesNotContain("张三");
        assertThat(ticketing.requesterPhone(NORTH, ticket.number())).contains(MOBILE);
    }

    private long audits(SignedIn who, Ticket ticket) {
        return hotline.database
                .pool("office")
                .preparedQuery("select count(*) from office.audit where person = $1 and object = $2 and action = $3")
                .execute(Tuple.of(who.person().value(), ticket.number().value(), "ticketing.see-requester"))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }
}
