package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.MOBILE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.hotline12345.office.Domain;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.Ticketing;
import org.hotline12345.ticketing.UpstreamTicket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketRoutesIT {
    private record Answer(int status, JsonObject body, String etag) {}

    private final HttpClient browser = HttpClient.newHttpClient();
    private TestHotline hotline;
    private TestWeb web;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        web = new TestWeb(hotline, hotline.people(), router -> {
            new ExportRoutes(hotline.ticketing, hotline.office).mount(router);
            new UpstreamRoutes(hotline.ticketing).mount(router);
            new TicketRoutes(hotline.ticketing, hotline.telephony, hotline.office).mount(router);
        });
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private Answer ask(String who, String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(web.address() + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Who", who)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                new JsonObject(response.body()),
                response.headers().firstValue("ETag").orElse(""));
    }

    private static String plea(String call) {
        return new JsonObject()
                .put("call", call)
                .put("nature", "HELP")
                .put("title", "路灯不亮")
                .put("content", "解放路路灯坏了三天。")
                .put("requesterName", "张三")
                .put("area", "解放路")
                .encode();
    }

    private HttpResponse<byte[]> download(String who, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(web.address() + path))
                .timeout(Duration.ofSeconds(60))
                .header("X-Who", who)
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The rows under the heading, as a spreadsheet reads them. */
    private static List<List<String>> rows(byte[] workbook) throws IOException {
        var rows = new ArrayList<List<String>>();
        try (var read = new XSSFWorkbook(new ByteArrayInputStream(workbook))) {
            for (var row : read.getSheetAt(0)) {
                var cells = new ArrayList<String>();
                for (int column = 0; column < row.getLastCellNum(); column++) {
                    var cell = row.getCell(column, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK);
                    assertThat(cell.getCellType()).isIn(CellType.STRING, CellType.BLANK);
                    if (cell.getStringCellValue().startsWith("=")) {
                        assertThat(cell.getCellStyle().getQuotePrefixed()).isTrue();
                    }
                    cells.add(cell.getStringCellValue());
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    private String register(String title) throws Exception {
        var plea =
                new JsonObject(plea(hotline.answeredCall(hotline.agent, MOBILE).value())).put("title", title);
        return ask("agent", "POST", "/api/tickets", plea.encode()).body().getString("number");
    }

    @Test
    void theListOpensInASpreadsheetWithItsChineseAndWithoutFormulasOrPersons() throws Exception {
        var number = register("=HYPERLINK(\"http://x\",\"路灯，\"\"不亮\")");
        var csv = download("dispatcher", "/api/tickets/export.csv");
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"tickets-north.csv\"");
        assertThat(Arrays.copyOf(csv.body(), 3)).containsExactly(0xEF, 0xBB, 0xBF);
        var text = new String(csv.body(), StandardCharsets.UTF_8);
        assertThat(text.lines().findFirst())
                .contains("\uFEFF\"工单编号\",\"登记时间\",\"渠道\",\"诉求性质\",\"标题\",\"内容\",\"地点\","
                        + "\"紧急\",\"状态\",\"承办单位\",\"协办单位\",\"派单时间\",\"签收时间\",\"办理期限\",\"答复时间\",\"答复内容\",\"办结时间\","
                        + "\"结案时间\",\"办理方式\",\"红黄牌\",\"来源编号\",\"导入时间\",\"上级回访结果满意度\",\"上级回访过程满意度\",\"事项归口\"");
        assertThat(text)
                .contains(
                        "\"" + number + "\",\"2026-11-02 09:00:00\",\"电话\",\"求助\","
                                + "\"'=HYPERLINK(\"\"http://x\"\",\"\"路灯，\"\"\"\"不亮\"\")\",\"解放路路灯坏了三天。\",\"解放路\",\"否\",\"待派单\"");
        var xlsx = download("dispatcher", "/api/tickets/export.xlsx");
        var rows = rows(xlsx.body());
        assertThat(rows.getFirst())
                .startsWith("工单编号", "登记时间")
                .endsWith("红黄牌", "来源编号", "导入时间", "上级回访结果满意度", "上级回访过程满意度", "事项归口");
        assertThat(rows)
                .filteredOn(row -> row.getFirst().equals(number))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .startsWith(
                                number, "2026-11-02 09:00:00", "电话", "求助", "=HYPERLINK(\"http://x\",\"路灯，\"\"不亮\")"));
        for (var taken : List.of(text, rows.toString())) {
            assertThat(taken).doesNotContain("张三").doesNotContain(MOBILE);
        }
    }

    @Test
    void aDomainIsWrittenChangedAskedForAndTakenOut() throws Exception {
        hotline.office
                .lists()
                .keepDomains(
                        TestHotline.NORTH,
                        List.of(
                                new Domain(TestHotline.NORTH, "03", "城乡建设", Optional.empty()),
                                new Domain(TestHotline.NORTH, "03.1", "路灯", Optional.of("03"))));
        var plea =
                new JsonObject(plea(hotline.answeredCall(hotline.agent, MOBILE).value())).put("domain", "03");
        var number = ask("agent", "POST", "/api/tickets", plea.encode()).body().getString("number");
        var sorted = ask(
                "dispatcher",
                "POST",
                "/api/tickets/" + number + "/reclassify",
                "{\"domain\":\"03.1\",\"why\":\"归口有误\"}");
        assertThat(sorted.status()).isEqualTo(200);
        assertThat(sorted.body().getMap()).containsEntry("domain", "03.1").containsEntry("domainName", "路灯");
        assertThat(sorted.body().getJsonArray("events").getJsonObject(1).getString("domainName"))
                .isEqualTo("路灯");
        assertThat(ask("dispatcher", "GET", "/api/tickets?domain=03", "").body().getJsonArray("tickets"))
                .singleElement()
                .satisfies(one ->
                        assertThat(((JsonObject) one).getString("number")).isEqualTo(number));
        var sheet = rows(
                download("dispatcher", "/api/tickets/export.xlsx?domain=03").body());
        assertThat(sheet).hasSize(2);
        assertThat(sheet.get(1)).startsWith(number).endsWith("路灯");
        assertThat(ask("dispatcher", "GET", "/api/tickets?domain=a%00b", "").status())
                .isEqualTo(400);
    }

    @Test
    void namesAndNumbersGoOutWithARightOfTheirOwnOnlyAndAreNoted() throws Exception {
        register("路灯不亮");
        assertThat(download("dispatcher", "/api/tickets/export.csv?personal=true")
                        .statusCode())
                .isEqualTo(403);
        assertThat(download("nobody", "/api/tickets/export.csv").statusCode()).isEqualTo(401);
        var csv = new String(
                download("leader", "/api/tickets/export.csv?personal=true").body(), StandardCharsets.UTF_8);
        assertThat(csv.lines().findFirst().orElseThrow()).endsWith("\"诉求人\",\"联系电话\"");
        assertThat(csv).contains("\"张三\",\"" + MOBILE + "\"");
        var noted = hotline.database
                .pool("office")
                .query(
                        "select action, object from office.audit where action like 'ticketing.export%' and object like '%tickets%'"
                                + " order by at")
                .execute()
                .await();
        assertThat(noted).extracting(row -> row.getString("action")).contains("ticketing.export-personal");
    }

    @Test
    void whatTheHotlineAboveWaitsForIsAListForTheOfficeAlone() throws Exception {
        var upstream = Ticketing.upstream(hotline.ticketingPool(), hotline.clock(), hotline.office, TestHotline.NORTH);
        var matter = new Matter(Nature.HELP, "宽带故障", "小区宽带断网。", Optional.empty());
        var due = Instant.parse("2026-11-09T10:00:00Z");
        upstream.keep(
                List.of(new UpstreamTicket(
                        "ZMD1", matter, Requester.UNKNOWN, Optional.of(due), Optional.empty(), Optional.empty())),
                due);
        var list = ask("dispatcher", "GET", "/api/upstream/unsent", "");
        assertThat(list.body().getJsonArray("unsent").getJsonObject(0).getMap())
                .containsEntry("upstream", "ZMD1")
                .containsEntry("title", "宽带故障")
                .containsEntry("due", "2026-11-09T10:00:00Z")
                .containsEntry("ready", false);
        assertThat(ask("health-clerk", "GET", "/api/upstream/unsent", "").status())
                .isEqualTo(403);
        assertThat(ask("dispatcher", "GET", "/api/upstream/unsent?hotline=south", "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anExportHasTheListsFiltersAndGoesOnBeyondOnePage() throws Exception {
        for (int i = 0; i < 230; i++) {
            hotline.ticket();
        }
        var sent = register("水管爆裂");
        ask("dispatcher", "POST", "/api/tickets/" + sent + "/dispatch", "{\"unit\":\"water\"}");
        var ofWater = rows(download("water-clerk", "/api/tickets/export.xlsx").body());
        assertThat(ofWater.stream().map(List::getFirst)).contains(sent);
        assertThat(ofWater.stream().skip(1))
                .allSatisfy(row -> assertThat(row.get(9)).isEqualTo("水利局"));
        assertThat(rows(download("dispatcher", "/api/tickets/export.xlsx?state=DISPATCHED&unit=water")
                                .body())
                        .stream()
                        .map(List::getFirst))
                .contains("工单编号", sent);
        var all = rows(download("dispatcher", "/api/tickets/export.xlsx?state=REGISTERED")
                        .body())
                .stream()
                .skip(1)
                .map(List::getFirst)
                .toList();
        assertThat(all).hasSizeGreaterThan(230).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void aTicketGoesThroughItsLifeByHttp() throws Exception {
        var call = hotline.answeredCall(hotline.agent, MOBILE);
        var made = ask("agent", "POST", "/api/tickets", plea(call.value()));
        assertThat(made.status()).isEqualTo(201);
        assertThat(ask("agent", "POST", "/api/tickets", plea(call.value())).status())
                .isEqualTo(200);
        var path = "/api/tickets/" + made.body().getString("number");
        assertThat(made.body().getJsonArray("allowed"))
                .isEqualTo(JsonArray.of("answer", "reject", "chase", "supplement", "withdraw"));
        assertThat(made.body().getJsonObject("call").getMap())
                .containsEntry("id", call.value())
                .containsEntry("caller", "154****0001")
                .containsEntry("agent", "某agent")
                .containsEntry("recording", true)
                .containsEntry("talkedMillis", 60_000);
        assertThat(made.body().getJsonObject("requester").getMap())
                .containsEntry("phone", MOBILE)
                .containsEntry("full", true);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"health\"}")
                        .body()
                        .getMap())
                .containsEntry("state", "DISPATCHED")
                .containsEntry("unitName", "卫健委")
                .containsEntry("due", "2026-11-09T15:59:59Z")
                .containsEntry("dueProvisional", false);
        assertThat(ask("health-clerk", "POST", path + "/acknowledge", "").status())
                .isEqualTo(200);
        assertThat(ask("health-clerk", "POST", path + "/reply", "{\"text\":\"已修好\",\"contacted\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("reviewer", "POST", path + "/send-back", "{\"why\":\"写明时间\"}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("health-clerk", "POST", path + "/reply", "{\"text\":\"今早修好\",\"contacted\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(ask("reviewer", "POST", path + "/review", "{}").body().getString("state"))
                .isEqualTo("HANDLED");
        var closed = ask("reviewer", "POST", path + "/close", "");
        assertThat(closed.body().getMap()).containsEntry("state", "CLOSED").containsEntry("mode", "UNIT");
        assertThat(closed.etag()).isEqualTo("\"9\"");
        var seen = ask("agent", "GET", path, "").body();
        assertThat(seen.getJsonArray("events").stream().map(event -> ((JsonObject) event).getString("type")))
                .containsExactly(
                        "REGISTERED",
                        "DISPATCHED",
                        "ACKNOWLEDGED",
                        "REPLIED",
                        "SENT_BACK",
                        "REPLIED",
                        "REPLY_ACCEPTED",
                        "HANDLED",
                        "CLOSED");
        assertThat(seen.getJsonArray("allowed")).isEmpty();
        assertThat(seen.getJsonArray("assignments"))
                .singleElement()
                .isInstanceOfSatisfying(
                        JsonObject.class,
                        one -> assertThat(one.getMap())
                                .containsEntry("unitName", "卫健委")
                                .containsEntry("part", "LEAD")
                                .containsEntry("state", "ACCEPTED"));
        assertThat(seen.getJsonObject("requester").getMap())
                .containsEntry("name", "张*")
                .containsEntry("phone", "154****0001");
    }

    @Test
    void refusalsHaveTheirStatus() throws Exception {
        var made = ask("agent", "POST", "/api/tickets", plea(null));
        var path = "/api/tickets/" + made.body().getString("number");
        assertThat(ask("nobody", "GET", path, "").status()).isEqualTo(401);
        assertThat(ask("agent", "POST", path + "/dispatch", "{\"unit\":\"health\"}")
                        .status())
                .isEqualTo(403);
        assertThat(ask("water-clerk", "GET", path, "").status()).isEqualTo(404);
        assertThat(ask("agent", "GET", "/api/tickets/20260101-000001", "").status())
                .isEqualTo(404);
        assertThat(ask("agent", "GET", "/api/tickets/nonsense", "").status()).isEqualTo(404);
        assertThat(ask("agent", "POST", path + "/explode", "").status()).isEqualTo(404);
        assertThat(ask("reviewer", "POST", path + "/close", "").status()).isEqualTo(409);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"health\"}", "If-Match", "\"7\"")
                        .status())
                .isEqualTo(409);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{\"unit\":\"Nowhere!\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask("dispatcher", "POST", path + "/dispatch", "{}").status()).isEqualTo(400);
        assertThat(ask("agent", "POST", "/api/tickets", "{\"nature\":\"WISH\",\"title\":\"a\",\"content\":\"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask("agent", "POST", "/api/tickets", "{\"nature\":1}").status())
                .isEqualTo(400);
        assertThat(ask("agent", "GET", "/api/tickets?limit=201", "").status()).isEqualTo(400);
    }

    @Test
    void listsHoldNoRequester() throws Exception {
        ask("agent", "POST", "/api/tickets", plea(null));
        ask("agent", "POST", "/api/tickets", plea(null));
        var list = ask("dispatcher", "GET", "/api/tickets?state=REGISTERED&limit=1", "")
                .body();
        assertThat(list.getJsonArray("tickets")).hasSize(1);
        assertThat(list.encode()).doesNotContain("张三", MOBILE);
        var rest =
                ask("dispatcher", "GET", "/api/tickets?state=REGISTERED&limit=1&before=" + list.getString("next"), "");
        assertThat(rest.body().getJsonArray("tickets").getJsonObject(0).getString("number"))
                .isLessThan(list.getString("next"));
    }
}
