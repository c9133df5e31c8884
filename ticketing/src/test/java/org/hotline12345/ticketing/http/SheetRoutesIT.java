package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.WATER;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Settings;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Intake;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.SheetProfile;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SheetRoutesIT {
    private TestHotline hotline;
    private TestWeb web;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        web = new TestWeb(
                hotline,
                Map.of(
                        "dispatcher", hotline.dispatcher,
                        "clerk", hotline.healthClerk,
                        "other-clerk", hotline.waterClerk),
                router -> new SheetRoutes(hotline.ticketing, hotline.office, hotline.clock()).mount(router));
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    @Test
    void theUnitsPaperHoldsWhatItNeeds() throws IOException {
        var ticket =
                hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of(WATER)));
        var answer = sheet("clerk", ticket, "dispatch");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename*=UTF-8''%E4%BA%A4%E5%8A%9E%E5%8D%95-" + ticket.number() + ".docx");
        assertThat(text(answer))
                .contains("交办单", ticket.number().value(), "路灯不亮", "解放路路灯坏了三天。", "张三", MOBILE)
                .contains("主办单位", "卫健委", "协办单位", "水利局", "2026年11月9日23时59分")
                .contains("反馈北县12345热线。");
    }

    @Test
    void lettersAreTheOfficesAndInItsOwnWords() throws IOException {
        var ticket = hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        assertThat(sheet("clerk", ticket, "supervision").status()).isEqualTo(403);
        assertThat(sheet("other-clerk", ticket, "dispatch").status()).isEqualTo(404);
        assertThat(sheet("dispatcher", ticket, "postcard").status()).isEqualTo(404);
        assertThat(text(sheet("dispatcher", ticket, "supervision")))
                .contains("督办函", "卫健委：", "“路灯不亮”（工单" + ticket.number() + "）")
                .doesNotContain("张三", "{");
        hotline.office.addProfile(
                NORTH,
                "ticketing: {sheets: {supervision: {title: 催办通知, text: ['{unit}请速办{number}。']}}}",
                hotline.clock().instant(),
                PersonId.SYSTEM);
        assertThat(text(sheet("dispatcher", ticket, "supervision")))
                .contains("催办通知", "卫健委请速办" + ticket.number() + "。")
                .doesNotContain("督办函");
    }

    @Test
    void whoIsConfidentialStandsOnNoPaperOfTheUnits() throws IOException {
        var tipOff = hotline.ticketing
                .register(
                        hotline.agent,
                        new Intake(
                                NORTH,
                                Channel.PHONE,
                                Optional.empty(),
                                new Matter(Nature.TIP_OFF, "后厨不洁", "有老鼠。", Optional.empty()),
                                new Requester(Optional.of("张三"), Optional.of(MOBILE))))
                .ticket();
        var ticket = hotline.act(tipOff, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH));
        assertThat(text(sheet("clerk", ticket, "dispatch"))).contains("保密").doesNotContain("张", MOBILE, "154");
    }

    @Test
    void aSlotThatIsNoneIsRefusedWithItsLine() {
        var settings =
                Settings.parse("profile", "ticketing:\n  sheets:\n    leader:\n      text: ['{nonsense}']\n", Map.of());
        SheetProfile.read(settings.section("ticketing"));
        org.assertj.core.api.Assertions.assertThatThrownBy(settings::check)
                .hasMessageContaining("profile:4: ticketing.sheets.leader.text")
                .hasMessageContaining("{nonsense}");
    }

    private TestWeb.Answer sheet(String who, Ticket ticket, String kind) {
        return web.get("/api/tickets/" + ticket.number() + "/sheets/" + kind, "X-Who", who);
    }

    private static String text(TestWeb.Answer answer) throws IOException {
        try (var document =
                        new XWPFDocument(new ByteArrayInputStream(answer.whole().body()));
                var extractor = new XWPFWordExtractor(document)) {
            return extractor.getText().lines().collect(Collectors.joining("\n"));
        }
    }
}
