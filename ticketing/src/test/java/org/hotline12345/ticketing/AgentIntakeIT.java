package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.CallId;
import org.junit.jupiter.api.Test;

/** How agents write tickets down, on rows. */
class AgentIntakeIT extends TicketsOnRows {
    @Test
    void numbersOfADayFollowEachOtherWhenManyRegisterAtOnce() throws Exception {
        hotline.letPass(Duration.ofDays(100));
        var results = atOnce(IntStream.range(0, 20).boxed().toList(), _ -> hotline.ticket());
        hotline.letPass(Duration.ofDays(-100));
        var numbers = results.stream()
                .map(result -> ((Ticket) result).number().value())
                .sorted()
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, 20)
                        .mapToObj("20270210-%06d"::formatted)
                        .toList());
    }

    @Test
    void theSameCallTwiceGivesTheSameTicket() throws Exception {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var first = ticketing.register(hotline.agent, hotline.plea(Optional.of(call)));
        var again = ticketing.register(hotline.agent, hotline.plea(Optional.of(call)));
        assertThat(first.fresh()).isTrue();
        assertThat(again.fresh()).isFalse();
        assertThat(again.ticket()).isEqualTo(first.ticket());
        var pressed = hotline.answeredCall(hotline.agent, MOBILE);
        var results =
                atOnce(List.of(1, 2, 3, 4), _ -> ticketing.register(hotline.agent, hotline.plea(Optional.of(pressed))));
        assertThat(results.stream()
                        .map(result -> ((Registration) result).ticket().number())
                        .distinct())
                .hasSize(1);
        assertThat(results.stream().filter(result -> ((Registration) result).fresh()))
                .hasSize(1);
    }

    @Test
    void aCallOfAnotherAgentIsAsNone() {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        refused(Refused.Kind.UNKNOWN, () -> ticketing.register(hotline.otherAgent, hotline.plea(Optional.of(call))));
        refused(
                Refused.Kind.UNKNOWN,
                () -> ticketing.register(hotline.agent, hotline.plea(Optional.of(new CallId("pbx1-1.1")))));
    }

    @Test
    void withoutANumberTheCallersStandsIn() {
        var call = hotline.answeredCall(hotline.agent, "15400000002");
        var plea = hotline.plea(Optional.of(call));
        var intake = new Intake(NORTH, Channel.PHONE, plea.call(), plea.matter(), Requester.UNKNOWN);
        var ticket = ticketing.register(hotline.agent, intake).ticket();
        assertThat(ticketing.requesterPhone(NORTH, ticket.number())).contains("15400000002");
        var wrong = new Requester(Optional.empty(), Optional.of("不知道"));
        refused(
                Refused.Kind.INVALID,
                () -> ticketing.register(
                        hotline.agent, new Intake(NORTH, Channel.PHONE, Optional.empty(), plea.matter(), wrong)));
    }
}
