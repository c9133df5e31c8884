package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Domain;
import org.hotline12345.office.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a ticket is sorted by, and what its requester wishes when an agent writes it down. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainIT {
    private TestHotline hotline;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        hotline.office
                .lists()
                .keepDomains(
                        NORTH,
                        List.of(
                                new Domain(NORTH, "03", "城乡建设", Optional.empty()),
                                new Domain(NORTH, "03.1", "供水", Optional.of("03")),
                                new Domain(NORTH, "05", "教育", Optional.empty())));
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    @Test
    void anAgentSortsATicketAndADispatcherSortsItAnewWithHistory() {
        var ticket = register("停水", Optional.of("05"));
        assertThat(ticket.matter().domain()).contains("05");
        var sorted = act(ticket, reclassify(Optional.of("03.1")));
        assertThat(sorted.matter().domain()).contains("03.1");
        assertThat(sorted.matter().nature()).isEqualTo(Nature.HELP);
        // Other words about it leave it sorted.
        var urgent = act(
                ticket,
                new TicketCommand.Reclassify(
                        hotline.dispatcher,
                        Optional.of(Nature.COMPLAINT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "实为投诉。"));
        assertThat(urgent.matter().domain()).contains("03.1");
        var log = hotline.ticketing.history(urgent);
        assertThat(TicketFold.replay(NORTH, log)).isEqualTo(urgent);
        assertThat(hotline.ticketing.find(NORTH, ticket.number())).contains(urgent);
        assertThat(log.get(1).fact())
                .isInstanceOfSatisfying(
                        TicketFact.Reclassified.class,
                        fact -> assertThat(fact.matter().domain()).contains("03.1"));
    }

    @Test
    void whatIsNoDomainOfTheHotlineIsRefused() {
        assertThatThrownBy(() -> register("停水", Optional.of("99"))).hasMessageContaining("there is no domain 99");
        var ticket = register("停水", Optional.empty());
        assertThatThrownBy(() -> act(ticket, reclassify(Optional.of("99"))))
                .hasMessageContaining("there is no domain 99");
        assertThatThrownBy(() -> register("停水", Optional.of("a b"))).hasMessageContaining("a domain's code is");
    }

    @Test
    void ticketsAreFoundByTheirDomainAndAllThatIsPartOfIt() {
        var water = register("找停水", Optional.of("03.1"));
        var building = register("找违建", Optional.of("03"));
        var school = register("找学校", Optional.of("05"));
        var none = register("找不归口", Optional.empty());
        assertThat(found("03", List.of())).contains(building.number(), water.number());
        assertThat(found("03", List.of())).doesNotContain(school.number(), none.number());
        assertThat(found("03.1", List.of())).contains(water.number()).doesNotContain(building.number());
        assertThat(found("03", TicketFilter.wordsOf("找停水"))).containsExactly(water.number());
        assertThat(found("05", TicketFilter.wordsOf("找停水"))).isEmpty();
        var export = hotline.ticketing.export(hotline.leader, NORTH, filter("03.1", List.of()), false);
        assertThat(export.toString()).contains(", domain 03.1");
        export.forEachPage(page -> assertThat(page)
                .allSatisfy(one -> assertThat(one.ticket().matter().domain()).contains("03.1")));
    }

    @Test
    void ofAnAnonymousRequesterNothingIsKeptThoughTheCallHasANumber() {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var ticket = hotline.ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.of(call),
                                new Matter(Nature.HELP, "匿名", "不愿留名。", Optional.empty()),
                                new Requester(Optional.of("张三"), Optional.of(MOBILE)),
                                true,
                                Optional.empty()))
                .ticket();
        assertThat(hotline.ticketing.requesterPhone(NORTH, ticket.number())).isEmpty();
        assertThat(hotline.ticketing.shown(hotline.agent, ticket).requester().requester())
                .isEqualTo(Requester.UNKNOWN);
    }

    @Test
    void aConfidentialRequesterDoesNotExistForUnits() {
        var ticket = hotline.ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.HELP, "保密", "请保密。", Optional.empty()),
                                new Requester(Optional.of("张三"), Optional.of(MOBILE)),
                                false,
                                Optional.of(true)))
                .ticket();
        var sent = act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, TestHotline.WATER));
        assertThat(secrecy(hotline.waterClerk, sent)).isEqualTo(SeenRequester.Secrecy.HIDDEN);
        assertThat(secrecy(hotline.dispatcher, sent)).isEqualTo(SeenRequester.Secrecy.CONFIDENTIAL);
    }

    private SeenRequester.Secrecy secrecy(SignedIn who, Ticket ticket) {
        return hotline.ticketing.shown(who, ticket).requester().secrecy();
    }

    private List<TicketNumber> found(String domain, List<String> words) {
        return hotline.ticketing.list(hotline.agent, NORTH, filter(domain, words)).tickets().stream()
                .map(Ticket::number)
                .toList();
    }

    private static TicketFilter filter(String domain, List<String> words) {
        return new TicketFilter(
                        Optional.empty(),
                        Optional.empty(),
                        words,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        200)
                .in(Optional.of(domain));
    }

    private TicketCommand reclassify(Optional<String> domain) {
        return new TicketCommand.Reclassify(
                hotline.dispatcher,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                domain,
                "归口有误。");
    }

    private Ticket act(Ticket ticket, TicketCommand command) {
        return hotline.ticketing.act(NORTH, ticket.number(), command);
    }

    private Ticket register(String title, Optional<String> domain) {
        return hotline.ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.HELP, title, title + "。", Optional.empty(), false, domain),
                                Requester.UNKNOWN))
                .ticket();
    }
}
