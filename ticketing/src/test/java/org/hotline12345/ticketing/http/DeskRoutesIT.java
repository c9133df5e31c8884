package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.office.UnitEnding;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.TicketCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may ask what of the desks, and how wrong requests are answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeskRoutesIT {
    /** The people of the table, in its order; the last one belongs to another hotline. */
    private static final List<String> PEOPLE =
            List.of("agent", "dispatcher", "reviewer", "leader", "water-clerk", "health-clerk", "southerner");

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final String LINE = "{\"category\":\"供水\",\"words\":[\"停水\"],\"lead\":\"water\"}";

    private final HttpClient browser = HttpClient.newHttpClient();
    private TestHotline hotline;
    private TestWeb web;

    @BeforeAll
    void open() {
        hotline = new TestHotline();
        web = new TestWeb(hotline, hotline.people(), router -> {
            new TicketRoutes(hotline.ticketing, hotline.telephony, hotline.office).mount(router);
            new DeskRoutes(hotline.ticketing, hotline.office).mount(router);
        });
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private HttpResponse<String> ask(String who, String method, String path, String body) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(web.address() + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("X-Who", who)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The statuses of one request by each of the people at the northern hotline. */
    private List<Integer> statuses(String method, String path, String body) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var who : PEOPLE) {
            var separator = path.contains("?") ? "&" : "?";
            statuses.add(
                    ask(who, method, path + separator + "hotline=north", body).statusCode());
        }
        return statuses;
    }

    @Test
    void eachRouteIsOpenToItsRightAloneAndToNobodyOfAnotherHotline() throws Exception {
        var ticket = hotline.ticket().number();
        //                                                     agent disp. review leader water health south
        assertThat(statuses("GET", "/api/catalogue", "")).containsExactly(200, 200, 200, 200, 403, 403, 403);
        assertThat(statuses("GET", "/api/catalogue/figures", "")).containsExactly(200, 200, 200, 200, 403, 403, 403);
        assertThat(statuses("POST", "/api/catalogue", "{\"entries\":[" + LINE + "]}"))
                .containsExactly(403, 403, 403, 201, 403, 403, 403);
        assertThat(statuses("GET", "/api/catalogue/1", "")).containsExactly(200, 200, 200, 200, 403, 403, 403);
        assertThat(statuses("GET", "/api/catalogue/99", "")).containsExactly(404, 404, 404, 404, 403, 403, 403);
        // A unit's clerk knows nothing of a ticket that was never his, nor does another hotline.
        assertThat(statuses("GET", "/api/tickets/" + ticket + "/suggestions", ""))
                .containsExactly(200, 200, 200, 200, 404, 404, 404);
        assertThat(statuses("GET", "/api/alerts", "")).containsExactly(403, 403, 403, 200, 403, 403, 403);
        assertThat(statuses("POST", "/api/alerts/" + NOBODY + "/acknowledge", "{}"))
                .containsExactly(403, 403, 403, 404, 403, 403, 403);
        assertThat(statuses("GET", "/api/knowledge", "")).containsExactly(200, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/knowledge?q=%E5%81%9C%E6%B0%B4", ""))
                .containsExactly(200, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/knowledge?waiting=true", ""))
                .containsExactly(403, 403, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/knowledge/uploads", "")).containsExactly(200, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("POST", "/api/knowledge", "{\"unit\":\"water\",\"title\":\"水价\",\"content\":\"二元\"}"))
                .containsExactly(403, 403, 403, 403, 201, 403, 403);
        assertThat(statuses("POST", "/api/knowledge/" + NOBODY + "/review", "{\"version\":1,\"approved\":true}"))
                .containsExactly(403, 403, 404, 404, 403, 403, 403);
        assertThat(statuses("GET", "/api/duty", "")).containsExactly(403, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/duty/staff", "")).containsExactly(403, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/duty/calls", "")).containsExactly(403, 200, 200, 200, 200, 200, 403);
        assertThat(statuses("GET", "/api/duty/shifts?from=2026-11-02T00:00:00Z", ""))
                .containsExactly(403, 200, 200, 200, 200, 200, 403);
        var shift = new JsonObject()
                .put("unit", "water")
                .put("from", "2026-11-03T00:00:00Z")
                .put("until", "2026-11-03T12:00:00Z")
                .put("a", hotline.waterClerk.person().toString());
        assertThat(statuses("POST", "/api/duty/shifts", shift.encode()))
                .containsExactly(403, 403, 403, 201, 403, 403, 403);
        assertThat(statuses("POST", "/api/duty/calls/" + NOBODY + "/acknowledge", ""))
                .containsExactly(403, 404, 404, 404, 404, 404, 403);
    }

    @Test
    void aTicketsPageNamesTheUnitOfEachMomentAndTheSuccessorReadsWhatItHas() throws Exception {
        var streets = new UnitCode("streets");
        hotline.office.addUnit(new Unit(TestHotline.NORTH, streets, "城市管理局", "县直单位"));
        var ticket = hotline.act(hotline.ticket(), new TicketCommand.Dispatch(hotline.dispatcher, streets));
        hotline.letPass(Duration.ofHours(1));
        var today = hotline.office.today(TestHotline.NORTH);
        hotline.office
                .unitChanges()
                .end(new UnitEnding(
                        TestHotline.NORTH,
                        List.of(streets),
                        List.of(TestHotline.WATER),
                        today,
                        "机构改革",
                        Optional.empty()));
        hotline.ticketing.successions().move(TestHotline.NORTH);
        var page = new JsonObject(
                ask("water-clerk", "GET", "/api/tickets/" + ticket.number(), "").body());
        assertThat(page.getString("unitName")).isEqualTo("水利局");
        assertThat(page.getJsonArray("assignments").getJsonObject(0).getJsonArray("formerUnits"))
                .containsExactly("城市管理局");
        assertThat(page.getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .map(event -> event.getString("type") + " " + event.getString("unitName") + " "
                                + event.getString("text")))
                .endsWith("DISPATCHED 城市管理局 null", "UNIT_SUCCEEDED 水利局 机构改革");
        assertThat(statuses("GET", "/api/successions", "")).containsExactly(200, 200, 200, 200, 200, 200, 403);
        assertThat(ask("water-clerk", "GET", "/api/successions", "").body())
                .contains("\"unitName\":\"城市管理局\"", "\"why\":\"机构改革\"", "\"open\":1");
        assertThat(ask("health-clerk", "GET", "/api/successions", "").body()).isEqualTo("{\"successions\":[]}");
    }

    @Test
    void whatIsWrongIsSaidWithItsName() throws Exception {
        for (var wrong : List.of(
                "{}",
                "{\"entries\":{}}",
                "{\"entries\":[1]}",
                "{\"entries\":[{\"category\":\"供水\",\"words\":[],\"lead\":\"water\"}]}",
                "{\"entries\":[{\"category\":\"供水\",\"words\":[\"停水\"],\"lead\":\"nobody\"}]}",
                "{\"entries\":[{\"category\":\"\\u0000\",\"words\":[\"停水\"],\"lead\":\"water\"}]}",
                "{\"from\":\"tomorrow\",\"entries\":[" + LINE + "]}",
                "{\"entries\":[" + LINE + "," + LINE + "]}")) {
            assertThat(ask("leader", "POST", "/api/catalogue", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(ask("leader", "GET", "/api/catalogue/one", "").statusCode()).isEqualTo(404);
        assertThat(ask("leader", "GET", "/api/catalogue/figures?first=2026-13-01", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("leader", "GET", "/api/knowledge/none", "").statusCode()).isEqualTo(404);
        assertThat(ask("leader", "GET", "/api/knowledge/uploads?month=2026", "").statusCode())
                .isEqualTo(400);
        assertThat(ask("water-clerk", "POST", "/api/knowledge", "{\"title\":\" \",\"content\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("leader", "GET", "/api/duty/shifts?from=now", "").statusCode())
                .isEqualTo(400);
        assertThat(ask("leader", "GET", "/api/duty/shifts", "").body()).contains("from");
        assertThat(ask("leader", "POST", "/api/duty/shifts", "{\"from\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(ask("nobody", "GET", "/api/alerts", "").statusCode()).isEqualTo(401);
    }

    @Test
    void aSuggestionIsToldWithNamesAndReasonsAndWithoutAnythingOfTheRequester() throws Exception {
        var entries = JsonArray.of(new JsonObject()
                .put("category", "路灯")
                .put("words", JsonArray.of("路灯"))
                .put("lead", "health")
                .put("assisting", JsonArray.of("water")));
        ask(
                "leader",
                "POST",
                "/api/catalogue",
                new JsonObject().put("entries", entries).encode());
        var ticket = hotline.ticket().number();
        var told = new JsonObject(ask("dispatcher", "GET", "/api/tickets/" + ticket + "/suggestions", "")
                .body());
        var unit = told.getJsonArray("units").getJsonObject(0);
        assertThat(unit.getString("unitName")).isEqualTo("卫健委");
        assertThat(unit.getJsonArray("assisting").getJsonObject(0).getString("name"))
                .isEqualTo("水利局");
        assertThat(unit.getJsonArray("reasons").getString(0)).startsWith("目录 v").endsWith("：路灯（“路灯”）");
        assertThat(told.encode()).doesNotContain(TestHotline.MOBILE, "张三");
    }
}
