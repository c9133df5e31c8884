package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The month's end before a real Chromium: scores, units' objections, freeze, check, sign-off, number, and what stands behind a figure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditionPagesIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private final List<Visitor> visitors = new ArrayList<>();
    private final List<Browser> browsers = new ArrayList<>();
    private HotlineKit kit;
    private String month = "";

    @BeforeAll
    void open(@TempDir Path own) {
        month = YearMonth.now(ZoneId.of("Asia/Shanghai")).toString();
        kit = HotlineKit.open(own.resolve("data"), Map.of());
        // Other natures than complaints are forgotten: a contradiction, which somebody has to explain.
        kit.profile("""
            callback:
              start: NEVER
            bulletin:
              natures: [COMPLAINT]
            """);
        var agent = visitor("agent1", kit.oneTimePassword("agent1"));
        var dispatcher = visitor("dispatcher", kit.oneTimePassword("dispatcher"));
        for (int i = 0; i < 4; i++) {
            var made = agent.post(
                    "/api/tickets",
                    new JsonObject()
                            .put("nature", i == 0 ? "HELP" : "COMPLAINT")
                            .put("title", "小区停水" + i)
                            .put("content", "停水两天。"));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            var sent = dispatcher.post(
                    "/api/tickets/" + made.json().getString("number") + "/dispatch",
                    new JsonObject().put("unit", i < 3 ? "water" : "housing"));
            assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        }
    }

    @AfterAll
    void close() {
        browsers.forEach(Browser::close);
        visitors.forEach(Visitor::close);
        if (kit != null) {
            kit.close();
        }
    }

    @Test
    void theMonthsEndIsDoneOnThePagesFromTheFirstScoreToThePublishedBulletin() {
        var editor = before("editor", kit.oneTimePassword("editor"));
        editor.open(kit.address() + "/scores").find("score-entry");
        chooseMonth(editor, "scores-period");
        editor.find("score-unit").sendKeys("县供水公司");
        editor.type("score-item", "及时查收").type("entry-points", "18.50").type("score-reason", "逾期查收1件");
        editor.type("score-source", "11月考核台账").click("enter-score").where("[data-test='scores'][data-count='1']");
        editor.click("correct-score").type("entry-points", "17.5").click("enter-score");
        editor.where("[data-test='scores'][data-count='2']");
        editor.screenshot("scores");

        editor.open(kit.address() + "/bulletin").find("bulletin-period");
        chooseMonth(editor, "bulletin-period");
        editor.click("bulletin-preview").where("[data-test='bulletin-frame'][data-period='" + month + "']");
        editor.screenshot("not-begun");
        editor.click("open-edition").where("[data-test='edition'][data-state='DRAFT']");
        // Time is not turned on in a browser: no days, and so at once.
        editor.type("show-days", "0").click("show-edition").where("[data-test='edition'][data-state='SHOWN']");

        var water = before("water", kit.oneTimePassword("water"));
        water.open(kit.address() + "/review");
        water.where("[data-test='review-figure'][data-figure='unit/water/tickets']")
                .click();
        water.where("[data-test='trace-numbers'][data-count='3'][data-things='TICKETS']");
        var number = water.where("[data-test='trace-numbers'] a").getText();
        // The radio lies invisible over its label.
        water.script("document.querySelector(\"[data-test='about-ticket']\").click()");
        water.type("objection-ticket", number).type("objection-words", "台风停电，请予剔除");
        water.screenshot("review");
        water.click("object").where("[data-test='own-objections'][data-count='1']");
        assertThat(water.text("review-figures")).doesNotContain("住建");

        editor.click("bulletin-preview").where("[data-test='objection'][data-answered='false']");
        editor.type("answer-words", "停电不影响办理");
        editor.screenshot("objection");
        editor.click("refuse-objection").where("[data-test='objection'][data-answered='true']");
        editor.click("freeze-edition").where("[data-test='edition'][data-state='FROZEN']");
        assertThat(editor.where("[data-test='finding'][data-kind='CONTRADICTION']")
                        .getText())
                .contains("各类诉求之和");
        editor.screenshot("frozen");
        explainAll(editor);

        var reviewer = before("reviewer", kit.oneTimePassword("reviewer"));
        look(reviewer).click("check-edition").where("[data-test='edition'][data-state='CHECKED']");
        var chief = before("chief", kit.oneTimePassword("chief"));
        assertThat(look(chief).text("finding-reason")).contains("本月只公布投诉");
        chief.screenshot("to-sign");
        chief.click("sign-edition").where("[data-test='edition'][data-state='SIGNED_OFF']");
        editor.click("bulletin-preview").type("document-number", "样热办〔2026〕11号").click("number-edition");
        editor.click("publish-edition").where("[data-test='edition'][data-state='PUBLISHED']");
        assertThat(editor.text("edition-number")).isEqualTo("样热办〔2026〕11号");

        editor.where("[data-test='bulletin-frame']");
        editor.script("document.querySelector(\"[data-test='bulletin-frame']\").contentDocument"
                + ".querySelector(\"[data-figure='tickets.closure-rate'] summary\").click()");
        editor.where("[data-test='trace'][data-figure='tickets.closure-rate']");
        editor.click("trace-denominator").where("[data-test='trace-numbers'][data-count='4']");
        editor.screenshot("behind-a-figure");
        editor.size(390, 844).screenshot("phone");
    }

    private static void explainAll(Browser editor) {
        for (int left = 0; left < 12; left++) {
            var unexplained = (Long)
                    editor.script("return [...document.querySelectorAll(\"[data-test='finding']\")].filter((one) =>"
                            + " one.querySelector(\"[data-test='finding-reason']\") === null).length");
            if (unexplained == 0) {
                return;
            }
            var place = "[data-test='finding']:not(:has([data-test='finding-reason']))";
            editor.where(place + " [data-test='reason-words']").sendKeys("本月只公布投诉");
            editor.where(place + " [data-test='explain']").click();
            var expected = unexplained - 1;
            org.awaitility.Awaitility.await()
                    .until(() -> editor.script(
                                    "return [...document.querySelectorAll(\"[data-test='finding']\")].filter((one) =>"
                                            + " one.querySelector(\"[data-test='finding-reason']\") === null).length")
                            .equals(expected));
        }
    }

    private Browser look(Browser browser) {
        browser.open(kit.address() + "/bulletin").find("bulletin-period");
        chooseMonth(browser, "bulletin-period");
        browser.click("bulletin-preview").find("edition");
        return browser;
    }

    private void chooseMonth(Browser browser, String mark) {
        browser.script("const select = document.querySelector(\"[data-test='" + mark + "']\");select.value = '" + month
                + "';select.dispatchEvent(new Event('change'));");
    }

    private Visitor visitor(String login, String oneTimePassword) {
        var visitor = Visitor.signInFirst(kit.address(), login, oneTimePassword);
        visitors.add(visitor);
        return visitor;
    }

    private Browser before(String login, String oneTimePassword) {
        visitor(login, oneTimePassword);
        var browser = new Browser(REPOSITORY.resolve("ops/target/screenshots/edition-pages"));
        browsers.add(browser);
        browser.size(1366, 900)
                .open(kit.address() + "/")
                .type("login", login)
                .type("password", Visitor.ownPassword(oneTimePassword))
                .click("sign-in")
                .find("person");
        return browser;
    }
}
