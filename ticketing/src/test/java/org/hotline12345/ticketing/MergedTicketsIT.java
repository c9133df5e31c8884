package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.util.List;
import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;

/** Requests that another one stands for, on rows. */
class MergedTicketsIT extends TicketsOnRows {
    @Test
    void mergedRequestsAreClosedInOneStepWithTheOneThatStandsForThem() {
        var parent = inState(TicketStage.IN_HAND);
        var first = hotline.act(hotline.ticket(), merge(parent));
        var second = hotline.act(inState(TicketStage.DISPATCHED), merge(parent));
        var stray = hotline.act(hotline.ticket(), merge(parent));
        hotline.act(stray, new TicketCommand.Unmerge(hotline.dispatcher, "不是同一路灯。"));
        assertThat(find(parent).merged()).containsExactly(first.number(), second.number());
        refused(Refused.Kind.CONFLICT, () -> hotline.act(parent, new TicketCommand.MakeVoid(hotline.leader, "误登。")));
        refused(
                Refused.Kind.UNKNOWN,
                () -> hotline.act(
                        hotline.ticket(),
                        new TicketCommand.Merge(hotline.dispatcher, new TicketNumber("20200101-000001"), "同。")));
        hotline.act(parent, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        hotline.act(parent, new TicketCommand.Review(hotline.reviewer));
        assertThat(find(first).stage()).isEqualTo(TicketStage.HANDLED);
        hotline.act(parent, new TicketCommand.Close(hotline.reviewer));
        for (var one : List.of(parent, first, second)) {
            var closed = find(one);
            assertThat(closed.stage()).isEqualTo(TicketStage.CLOSED);
            assertThat(TicketFold.replay(NORTH, ticketing.history(closed))).isEqualTo(closed);
        }
        assertThat(find(stray).stage()).isEqualTo(TicketStage.REGISTERED);

        // Not solved for one is not solved for all; who goes his own way is released.
        hotline.act(parent, new TicketCommand.Reopen(hotline.reviewer, "仍不亮。"));
        assertThat(List.of(find(first), find(second))).extracting(Ticket::stage).containsOnly(TicketStage.MERGED);
        hotline.act(first, new TicketCommand.Unmerge(hotline.dispatcher, "另一盏。"));
        assertThat(find(parent).merged()).containsExactly(second.number());
        hotline.act(second, new TicketCommand.Unmerge(hotline.dispatcher, "另一盏。"));
        hotline.act(parent, new TicketCommand.Withdraw(hotline.agent, "市民称已解决。"));
        assertThat(find(parent).stage()).isEqualTo(TicketStage.WITHDRAWN);
    }

    @Test
    void aMergedRequestThatIsReopenedByItselfIsReleased() {
        var parent = inState(TicketStage.IN_HAND);
        var merged = hotline.act(hotline.ticket(), merge(parent));
        hotline.act(parent, new TicketCommand.Reply(hotline.healthClerk, "已修好。", true));
        hotline.act(parent, new TicketCommand.Review(hotline.reviewer));
        hotline.act(parent, new TicketCommand.Close(hotline.reviewer));
        hotline.act(merged, new TicketCommand.Reopen(hotline.reviewer, "这一盏仍不亮。"));
        assertThat(find(merged).mergedInto()).isEmpty();
        assertThat(find(parent).merged()).isEmpty();
        assertThat(find(parent).stage()).isEqualTo(TicketStage.CLOSED);
    }

    private TicketCommand merge(Ticket into) {
        return new TicketCommand.Merge(hotline.dispatcher, into.number(), "同一路灯。");
    }
}
