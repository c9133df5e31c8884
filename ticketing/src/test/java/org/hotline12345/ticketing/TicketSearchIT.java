package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketSearchIT {
    private static final List<String> PIECES = List.of(
            "路灯", "不亮", "井盖", "噪音", "扰民", "自来水", "停水", "100%", "a_b", "O'Brien", "ＡＢＣ", "𠮷野家", "3号楼", "解放路", "，", " ",
            "\n");

    private TestHotline hotline;
    private final List<Ticket> tickets = new ArrayList<>();

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            if (i == 30) {
                hotline.letPass(Duration.ofDays(1));
            }
            tickets.add(register("标题" + i, text(random), i % 3 == 0 ? Optional.of("解放路" + i + "号") : Optional.empty()));
        }
    }

    @AfterAll
    void close() {
        hotline.close();
    }

    private static String text(Random random) {
        var words = new StringBuilder("诉求");
        IntStream.range(0, 6).forEach(_ -> words.append(PIECES.get(random.nextInt(PIECES.size()))));
        return words.toString();
    }

    private Ticket register(String title, String content, Optional<String> area) {
        return hotline.ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.HELP, title, content, area),
                                new Requester(Optional.of("张三"), Optional.of("154 0000 0001"))))
                .ticket();
    }

    private static TicketFilter filter(String question, Optional<TicketNumber> before, int limit) {
        return new TicketFilter(
                Optional.empty(),
                Optional.empty(),
                TicketFilter.wordsOf(question),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                limit);
    }

    private List<TicketNumber> found(SignedIn by, String question, int pageSize) {
        var found = new ArrayList<TicketNumber>();
        Optional<TicketNumber> before = Optional.empty();
        do {
            var page = hotline.ticketing.list(by, NORTH, filter(question, before, pageSize));
            page.tickets().forEach(ticket -> found.add(ticket.number()));
            before = page.next();
        } while (before.isPresent());
        return found;
    }

    private List<TicketNumber> expected(String... words) {
        return tickets.stream()
                .filter(ticket -> List.of(words).stream()
                        .allMatch(word -> SearchText.of(ticket.matter()).contains(word)))
                .map(Ticket::number)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Moves what waits into segments of that many, as the rounds do with many more. */
    private void index(int size) {
        new PgTextIndex(hotline.ticketingPool(), size).round();
    }

    @Test
    void everyWordFindsItsTicketsAndNoOthersBeforeAndAfterTheyAreIndexed() {
        for (var size : List.of(100, 16, 5)) {
            index(size);
            for (var pageSize : List.of(1, 7, 200)) {
                assertThat(found(hotline.agent, "路灯", pageSize)).isEqualTo(expected("路灯"));
                assertThat(found(hotline.agent, "路灯不亮", pageSize)).isEqualTo(expected("路灯不亮"));
                assertThat(found(hotline.agent, "井盖 噪音", pageSize)).isEqualTo(expected("井盖", "噪音"));
                assertThat(found(hotline.agent, "自来水 亮", pageSize)).isEqualTo(expected("自来水", "亮"));
            }
            assertThat(found(hotline.agent, "abc", 200)).isEqualTo(expected("abc"));
            assertThat(found(hotline.agent, "3号", 200)).isEqualTo(expected("3号"));
            assertThat(found(hotline.agent, "𠮷野", 200)).isEqualTo(expected("𠮷野"));
            assertThat(found(hotline.agent, "灯盖", 200)).isEmpty();
        }
    }

    @Test
    void signsThatMeanSomethingToADatabaseMeanThemselves() {
        index(16);
        assertThat(found(hotline.agent, "100%", 200))
                .isEqualTo(expected("100%"))
                .isNotEmpty();
        assertThat(found(hotline.agent, "a_b", 200)).isEqualTo(expected("a_b")).isNotEmpty();
        assertThat(found(hotline.agent, "o'brien", 200))
                .isEqualTo(expected("o'brien"))
                .isNotEmpty();
        assertThat(found(hotline.agent, "%%", 200)).isEmpty();
        assertThat(found(hotline.agent, "__", 200)).isEmpty();
        assertThat(found(hotline.agent, "'; drop table ticketing.ticket; --", 200))
                .isEmpty();
    }

    @Test
    void aTicketThatIsReclassifiedIsFoundByItsNewWordsOnly() {
        var ticket = register("电梯故障旧名", "三单元电梯故障。", Optional.empty());
        index(1);
        hotline.act(
                ticket,
                new TicketCommand.Reclassify(
                        hotline.dispatcher,
                        Optional.empty(),
                        Optional.of("电梯困人新名"),
                        Optional.empty(),
                        Optional.empty(),
                        "写错"));
        for (var indexed : List.of(false, true)) {
            if (indexed) {
                index(1);
            }
            assertThat(found(hotline.agent, "困人新", 10)).containsExactly(ticket.number());
            assertThat(found(hotline.agent, "旧名", 10)).isEmpty();
        }
    }

    @Test
    void aClerkFindsWhatWasSentToHisUnitAlone() {
        var ticket = register("窨井塌陷", "窨井塌陷无人管。", Optional.empty());
        assertThat(found(hotline.healthClerk, "塌陷", 10)).isEmpty();
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(found(hotline.healthClerk, "塌陷", 10)).containsExactly(ticket.number());
        assertThat(found(hotline.waterClerk, "塌陷", 10)).isEmpty();
    }

    @Test
    void aPlaceIsLookedForInTheAreaAlone() {
        register("别处", "解放路99号的人说的", Optional.of("人民路"));
        var page = hotline.ticketing.list(hotline.agent, NORTH, place("解放路").apply(Optional.empty()));
        assertThat(page.tickets())
                .hasSize(20)
                .allMatch(ticket -> ticket.matter().area().orElse("").startsWith("解放路"));
    }

    @Test
    void aDeadlineIsFoundFromItsMomentOn() {
        var ticket = register("有期限", "有期限的诉求", Optional.empty());
        var sent = hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        var due = sent.lead().orElseThrow().due().at();
        var from = due(Optional.of(due), Optional.empty());
        var before = due(Optional.empty(), Optional.of(due));
        assertThat(hotline.ticketing.list(hotline.agent, NORTH, from).tickets()).contains(sent);
        assertThat(hotline.ticketing.list(hotline.agent, NORTH, before).tickets())
                .doesNotContain(sent);
    }

    @Test
    void theOfficeFindsByTelephoneAndIsNotedAUnitDoesNot() {
        var page = hotline.ticketing.list(hotline.agent, NORTH, phone(MOBILE));
        assertThat(page.tickets()).isNotEmpty();
        assertThat(hotline.ticketing
                        .list(hotline.agent, NORTH, phone("15499999999"))
                        .tickets())
                .isEmpty();
        assertThatThrownBy(() -> hotline.ticketing.list(hotline.healthClerk, NORTH, phone(MOBILE)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        assertThatThrownBy(() -> hotline.ticketing.list(hotline.agent, NORTH, phone("nobody")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.INVALID));
        // language=PostgreSQL
        var noted = hotline.database
                .pool("office")
                .query("select object from office.audit where action = 'ticketing.search-phone'")
                .execute()
                .await();
        assertThat(noted).hasSize(2);
        noted.forEach(row -> assertThat(row.getString("object")).doesNotContain("154"));
    }

    private static java.util.function.Function<Optional<TicketNumber>, TicketFilter> place(String place) {
        return before -> new TicketFilter(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                TicketFilter.placeOf(place),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                200);
    }

    private static TicketFilter phone(String number) {
        return new TicketFilter(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(number),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                200);
    }

    private static TicketFilter due(Optional<java.time.Instant> from, Optional<java.time.Instant> before) {
        return new TicketFilter(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                from,
                before,
                Optional.empty(),
                200);
    }
}
