package org.hotline12345.ops;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;

/** What helps people decide, before a real Chromium and over HTTP: catalogue and suggestions, repeats, alerts, knowledge, duty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeskPagesIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final Duration SOON = ofSeconds(40);

    private final Map<String, Visitor> visitors = new HashMap<>();
    private final List<Browser> browsers = new ArrayList<>();
    private HotlineKit kit;

    @BeforeAll
    void open(@TempDir Path own) {
        kit = HotlineKit.open(own.resolve("data"), Map.of());
        kit.profile("""
                callback:
                  start: NEVER
                ticketing:
                  attention:
                    danger-words: [煤气泄漏]
                    cluster: {tickets: 3, within: 1h}
                """);
    }

    @AfterAll
    void close() {
        browsers.forEach(Browser::close);
        visitors.values().forEach(Visitor::close);
        if (kit != null) {
            kit.close();
        }
    }

    private Visitor as(String login) {
        return visitors.computeIfAbsent(login, kit::visitor);
    }

    private Browser before(String login) {
        as(login);
        var browser = new Browser(REPOSITORY.resolve("ops/target/screenshots/desk-pages"));
        browsers.add(browser);
        browser.size(1366, 900)
                .open(kit.address() + "/")
                .type("login", login)
                .type("password", Visitor.ownPassword(kit.oneTimePassword(login)))
                .click("sign-in")
                .find("person");
        return browser;
    }

    private String ticket(String title, String content, String area, String phone, boolean urgent) {
        var made = as("agent1")
                .post(
                        "/api/tickets",
                        new JsonObject()
                                .put("nature", "HELP")
                                .put("title", title)
                                .put("content", content)
                                .put("area", area)
                                .put("urgent", urgent)
                                .put("requesterPhone", phone));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().getString("number");
    }

    private void publish(JsonObject... entries) {
        var published =
                as("admin").post("/api/catalogue", new JsonObject().put("entries", new JsonArray(List.of(entries))));
        assertThat(published.status()).as(published.body()).isEqualTo(201);
    }

    @Test
    void theCatalogueIsPublishedOnItsPageAndADispatcherSendsByItsSuggestionWithOnePress() {
        var admin = before("admin");
        admin.open(kit.address() + "/catalogue").click("edit-catalogue");
        admin.type("line-category", "供水").type("line-words", "停水 水压，水质").type("line-area", "东关镇");
        admin.find("line-lead").sendKeys("县供水公司");
        admin.type("catalogue-note", "首版");
        admin.screenshot("catalogue-form");
        admin.click("publish-catalogue");
        assertThat(admin.text("catalogue-entry")).contains("供水", "东关镇", "县供水公司", "停水、水压、水质");
        admin.screenshot("catalogue");

        var number = ticket("小区停水两天", "东关镇兴华小区停水两天，水压也低。", "东关镇兴华小区", "15400000011", false);
        var dispatcher = before("dispatcher");
        dispatcher.open(kit.address() + "/tickets/" + number);
        assertThat(dispatcher.text("suggestion")).contains("县供水公司", "目录 v", "供水×东关镇（“停水”“水压”）");
        dispatcher.screenshot("suggestion");
        dispatcher.click("take-suggestion");
        dispatcher.where("[data-test='ticket'][data-state='DISPATCHED']");
        assertThat(dispatcher.text("suggestion")).contains("已采用");
        dispatcher.screenshot("suggestion-taken");
        var figures = as("dispatcher").get("/api/catalogue/figures").json();
        assertThat(figures.getInteger("firstTaken")).isPositive();
        assertThat(as("agent1")
                        .post("/api/catalogue", new JsonObject().put("entries", new JsonArray()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAgentTakesTheSuggestedDomainAndTicksWhatTheCitizenWishesAndADispatcherSortsAnew() {
        var agent = before("agent1");
        agent.open(kit.address() + "/desk").click("walk-in");
        agent.find("title");
        agent.script("document.querySelector(\"[data-test='nature-HELP']\").click()");
        agent.type("title", "朝阳路路灯不亮").type("content", "朝阳路三盏路灯坏了一周。");
        // Leaving a field asks what the text is likely to be.
        agent.type("requester-name", "张三")
                .type("requester-phone", "15400000071")
                .type("area", "朝阳路");
        assertThat(agent.text("take-domain")).contains("建议：路灯", "“路灯”");
        agent.screenshot("ticket-form-suggestion");
        agent.click("take-domain").click("confidential");
        assertThat(agent.find("domain").getDomProperty("value")).isEqualTo("01.2");
        agent.screenshot("ticket-form-sorted");
        agent.click("register");
        var number = await().atMost(SOON)
                .until(
                        () -> as("agent1").get("/api/tickets?domain=01").json().getJsonArray("tickets").stream()
                                .map(JsonObject.class::cast)
                                .filter(one -> one.getString("title").equals("朝阳路路灯不亮"))
                                .map(one -> one.getString("number"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(as("dispatcher")
                        .get("/api/tickets/" + number)
                        .json()
                        .getJsonObject("requester")
                        .getString("secrecy"))
                .isEqualTo("CONFIDENTIAL");

        var dispatcher = before("dispatcher");
        dispatcher.open(kit.address() + "/tickets/" + number);
        assertThat(dispatcher.text("ticket-domain")).isEqualTo("路灯");
        dispatcher.click("commands-more");
        dispatcher.script("[...document.querySelectorAll(\"[data-test='command-reclassify']\")]"
                + ".find((one) => one.textContent.trim() === '改归口').click()");
        new Select(dispatcher.find("command-domain")).selectByValue("01.3");
        dispatcher.type("command-why", "小区内路灯归物业。").screenshot("sort-anew");
        dispatcher.click("command-send");
        await().atMost(SOON).until(() -> dispatcher.text("ticket-domain").equals("物业"));
        assertThat(dispatcher.text("timeline")).contains("物业", "小区内路灯归物业。");
        dispatcher.open(kit.address() + "/tickets");
        new Select(dispatcher.find("filter-domain")).selectByValue("01.3");
        dispatcher.where("[data-test='ticket-row'][data-number='" + number + "']");
        dispatcher.screenshot("tickets-of-domain");
        new Select(dispatcher.find("filter-domain")).selectByValue("03");
        dispatcher.find("tickets-empty");
    }

    @Test
    void aRepeatIsMergedWithOnePress() {
        var first = ticket("解放路路灯不亮", "解放路的路灯坏了三天，晚上很黑。", "解放路", "15400000021", false);
        var again = ticket("路灯还是不亮", "解放路的路灯坏了，晚上很黑，没有人修。", "解放路12号", "15400000021", false);
        var dispatcher = before("dispatcher");
        // The reader has read the first one a moment later.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(as("dispatcher")
                                .get("/api/tickets/" + again + "/suggestions")
                                .json()
                                .getJsonArray("repeats")
                                .encode())
                        .contains(first, "同一地点"));
        dispatcher.open(kit.address() + "/tickets/" + again);
        assertThat(dispatcher.text("repeat")).contains(first, "同一来电号码", "内容相似");
        dispatcher.screenshot("repeat");
        dispatcher.click("take-repeat");
        dispatcher.where("[data-test='ticket'][data-state='MERGED']");
        assertThat(as("dispatcher").get("/api/tickets/" + first).json().getJsonArray("merged"))
                .containsExactly(again);
    }

    @Test
    void theShiftLeaderIsToldOfDangerWhileWorkingElsewhereAndSeesToIt() {
        var leader = before("leader");
        leader.open(kit.address() + "/tickets").find("tickets");
        var number = ticket("楼道有煤气味", "闻到煤气泄漏的味道。", "西河镇", "15400000031", true);
        leader.where("[data-test='alert-bell']");
        leader.click("alert-bell");
        assertThat(leader.where("[data-test='alert-row'][data-kind='DANGER']").getText())
                .contains("险情词", "煤气泄漏", number);
        leader.screenshot("alerts");
        leader.type("alert-note", "已通知燃气公司").click("acknowledge");
        leader.where("[data-test='alert-row'][data-open='false']");
        assertThat(as("agent1").get("/api/alerts").status()).isEqualTo(403);
    }

    @Test
    void aUnitWritesTheOfficeReviewsAndAnAgentAnswersWithIt() {
        var water = before("water");
        water.open(kit.address() + "/knowledge").click("write-knowledge");
        water.type("knowledge-title", "停水后水质发黄怎么办").type("knowledge-content", "先放水十分钟；仍发黄请拨打供水热线。");
        water.screenshot("knowledge-form");
        water.click("save-knowledge").where("[data-test='knowledge'][data-state='PROPOSED']");
        water.screenshot("knowledge-proposed");

        var reviewer = before("reviewer");
        reviewer.open(kit.address() + "/knowledge").click("view-waiting").click("knowledge-row");
        reviewer.screenshot("knowledge-review");
        reviewer.click("approve-knowledge").where("[data-test='knowledge'][data-state='IN_FORCE']");

        var agent = before("agent1");
        var number = ticket("水发黄", "自来水发黄，能不能喝？", "东关镇", "15400000041", false);
        agent.open(kit.address() + "/tickets/" + number).click("command-answer");
        agent.type("knowledge-words", "水质 发黄").click("knowledge-search").click("knowledge-take");
        assertThat(agent.find("command-text").getDomProperty("value")).startsWith("先放水十分钟");
        agent.screenshot("answer-with-knowledge");
        agent.click("command-send").where("[data-test='ticket'][data-state='CLOSED']");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(as("agent1")
                                .get("/api/knowledge?q=" + "%E6%B0%B4%E8%B4%A8")
                                .json()
                                .getJsonArray("knowledge")
                                .getJsonObject(0)
                                .getInteger("answeredWith"))
                        .isEqualTo(1));
        reviewer.click("view-uploads");
        assertThat(reviewer.where("[data-test='upload-row'][data-unit='water']").getText())
                .contains("已达到");
        assertThat(reviewer.where("[data-test='upload-row'][data-unit='police']")
                        .getText())
                .contains("还差 1 条");
        reviewer.screenshot("knowledge-uploads");
    }

    @Test
    void dutyIsPlannedAndIsCalledForAnUrgentTicketThatTheUnitDoesNotTake() {
        var staff = as("leader").get("/api/duty/staff").json().getJsonArray("staff");
        var clerk = staff.stream()
                .map(JsonObject.class::cast)
                .filter(one -> "housing".equals(one.getString("unit")))
                .findFirst()
                .orElseThrow()
                .getString("person");
        var now = Instant.now();
        var planned = as("leader")
                .post(
                        "/api/duty/shifts",
                        new JsonObject()
                                .put("unit", "housing")
                                .put("from", now.minusSeconds(60).toString())
                                .put("until", now.plusSeconds(36_000).toString())
                                .put("a", clerk));
        assertThat(planned.status()).as(planned.body()).isEqualTo(201);
        var housing = before("housing");
        housing.open(kit.address() + "/duty").find("on-duty");
        var number = ticket("外墙脱落", "楼体外墙脱落，砸到车。", "东关镇", "15400000051", true);
        as("dispatcher").post("/api/tickets/" + number + "/dispatch", new JsonObject().put("unit", "housing"));
        assertThat(housing.where("[data-test='duty-call'][data-step='A']").getText())
                .contains(number, "紧急工单未签收", "县住建局经办人");
        housing.screenshot("duty-called");
        housing.click("take-duty");
        await().atMost(SOON).until(() -> !housing.shows("duty-call"));

        var leader = before("leader");
        leader.open(kit.address() + "/duty").click("to-shift").find("shift-form");
        leader.screenshot("duty-plan");
        assertThat(as("water").get("/api/duty/calls").json().getJsonArray("calls"))
                .isEmpty();
    }

    @Test
    void aReplyIsDrawnScoredAndObjectedTo() {
        var number = ticket("井盖破损", "人行道井盖破损。", "西河镇", "15400000071", false);
        var path = "/api/tickets/" + number;
        as("dispatcher").post(path + "/dispatch", new JsonObject().put("unit", "west-town"));
        as("west-town").post(path + "/acknowledge", new JsonObject());
        as("west-town")
                .post(path + "/reply", new JsonObject().put("text", "已更换").put("contacted", true));
        assertThat(as("reviewer").post(path + "/review", new JsonObject()).status())
                .isEqualTo(200);
        var leader = before("leader");
        leader.open(kit.address() + "/inspection").click("draw");
        assertThat(leader.text("inspection-row")).contains("答复", number, "西河镇", "待评分");
        leader.click("inspection-open").type("score-points", "25").type("score-words", "措施不具体");
        leader.screenshot("inspection-score");
        leader.click("score-send").where("[data-test='inspection-row'][data-state='SCORED']");
        assertThat(leader.text("inspection-total")).isEqualTo("85 / 100");
        var town = before("west-town");
        town.open(kit.address() + "/inspection").click("inspection-open").type("score-words", "已写明");
        town.screenshot("inspection-object");
        town.click("score-send").where("[data-test='inspection-row'][data-state='OBJECTED']");
        assertThat(as("water").get("/api/inspections").json().getJsonArray("inspections"))
                .isEmpty();
    }

    @Test
    void threeOfOneKindAtOnePlaceAreAClusterByTheCatalogue() {
        publish(new JsonObject()
                .put("category", "供电")
                .put("words", new JsonArray(List.of("停电", "跳闸")))
                .put("lead", "housing"));
        ticket("停电了", "整条街停电", "人民路3号", "15400000061", false);
        ticket("一直跳闸", "老是跳闸", "人民路5号", "15400000062", false);
        ticket("家里停电", "中午起停电", "人民路", "15400000063", false);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                as("leader").get("/api/alerts?open=true").body())
                        .contains("人民路 · 供电：3 件"));
    }
}
