package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.MOBILE;
import static org.hotline12345.ticketing.TestHotline.NORTH;
import static org.hotline12345.ticketing.TestHotline.SOUTH;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.TicketingConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;

/** GeoReport v2: the examples of the specification, in both formats, and what strangers are not told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Open311RoutesIT {
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private final TestHotline hotline = new TestHotline();
    private TestWeb web;
    private String key;
    private String otherKey;

    @BeforeAll
    void open() {
        var clients = hotline.ticketing.intakeClients();
        key = clients.add(NORTH, "311", List.of(Channel.APP), 6_000).token();
        otherKey = clients.add(NORTH, "311 too", List.of(Channel.WECHAT), 6_000).token();
        var config = new org.hotline12345.ticketing.IntakeConfig(
                java.util.Optional.empty(),
                1_000,
                1_000,
                new TicketingConfig(5).intake().attachmentsDir(),
                1_000,
                1);
        var senders = new Senders(clients, config, hotline.clock());
        web = new TestWeb(
                hotline,
                Map.of(),
                new Open311Routes(hotline.ticketing.filings(), hotline.office, senders, hotline.clock())::mount);
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private TestWeb.Answer post(String format, String body) {
        return web.ask(
                "POST", "/open311/v2/requests." + format, body.getBytes(StandardCharsets.UTF_8), "Content-Type", FORM);
    }

    private String file(String apiKey, String service, String description) {
        var answer = post(
                "json",
                form(Map.of(
                        "api_key", apiKey,
                        "service_code", service,
                        "address_string", "解放路12号",
                        "phone", MOBILE,
                        "description", description)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new JsonArray(answer.text()).getJsonObject(0).getString("service_request_id");
    }

    private JsonArray requests(String query) {
        var answer = web.get("/open311/v2/requests.json?jurisdiction_id=north&" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new JsonArray(answer.text());
    }

    private static List<String> ids(JsonArray requests) {
        return requests.stream()
                .map(one -> ((JsonObject) one).getString("service_request_id"))
                .toList();
    }

    private static Element xml(TestWeb.Answer answer) throws Exception {
        assertThat(answer.header("Content-Type")).isEqualTo("text/xml; charset=utf-8");
        assertThat(answer.text()).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.whole().body()))
                .getDocumentElement();
    }

    private static String field(Element document, String name) {
        return document.getElementsByTagName(name).item(0).getTextContent();
    }

    /** The request that the specification shows, but for key, jurisdiction, service, telephone and places of this hotline. */
    @Test
    void theExampleOfTheSpecificationIsFiledAndReadBack() throws Exception {
        var answer = post(
                "xml",
                "api_key=" + key + "&jurisdiction_id=north&service_code=HELP&lat=37.76524078&long=-122.4212043"
                        + "&address_string=1234+5th+street&email=smit333%40sfgov.edu&device_id=tt222111&account_id=123456"
                        + "&first_name=john&last_name=smith&phone=03709111111&description=A+large+sinkhole+is+destroying+the+street"
                        + "&media_url=http%3A%2F%2Ffarm3.static.flickr.com%2F2002%2F2212426634_5ed477a060.jpg"
                        + "&attribute[WHISPAWN]=123456&attribute[WHISDORN]=COISL00");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var filed = xml(answer);
        assertThat(filed.getTagName()).isEqualTo("service_requests");
        var id = field(filed, "service_request_id");
        assertThat(filed.getElementsByTagName("token").getLength()).isZero();

        var read = xml(web.get("/open311/v2/requests/" + id + ".xml?jurisdiction_id=north&api_key=" + key));
        assertThat(field(read, "status")).isEqualTo("open");
        assertThat(field(read, "service_code")).isEqualTo("HELP");
        assertThat(field(read, "description")).isEqualTo("A large sinkhole is destroying the street");
        assertThat(field(read, "requested_datetime"))
                .endsWith("+08:00")
                .satisfies(
                        text -> assertThat(java.time.OffsetDateTime.parse(text).toInstant())
                                .isEqualTo(hotline.clock().instant()));
        assertThat(field(read, "address")).isEqualTo("1234 5th street");
        assertThat(field(read, "lat")).isEqualTo("37.765241");
        assertThat(field(read, "long")).isEqualTo("-122.421204");
        assertThat(field(read, "media_url")).isEqualTo("http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg");
        var ticket = hotline.ticketing.find(NORTH, new TicketNumber(id)).orElseThrow();
        assertThat(ticket.channel()).isEqualTo(Channel.APP);
        assertThat(hotline.ticketing.requesterPhone(NORTH, ticket.number())).contains("03709111111");
        var token = new JsonArray(web.get("/open311/v2/tokens/" + id + ".json?jurisdiction_id=north")
                .text());
        assertThat(token.getJsonObject(0).getString("service_request_id")).isEqualTo(id);
    }

    @Test
    void servicesAndDiscoveryAreToldInBothFormats() throws Exception {
        var list = new JsonArray(
                web.get("/open311/v2/services.json?jurisdiction_id=north").text());
        assertThat(list).hasSize(7);
        assertThat(list.getJsonObject(0).fieldNames())
                .containsExactly(
                        "service_code", "service_name", "description", "metadata", "type", "keywords", "group");
        var document = xml(web.get("/open311/v2/services.xml?jurisdiction_id=north"));
        assertThat(document.getElementsByTagName("service").getLength()).isEqualTo(7);
        assertThat(field(document, "metadata")).isEqualTo("false");
        assertThat(new JsonObject(web.get("/open311/v2/services/HELP.json?jurisdiction_id=north")
                                .text())
                        .getMap())
                .containsEntry("service_code", "HELP");
        var discovery = new JsonObject(web.get("/open311/discovery.json").text());
        assertThat(discovery.getJsonArray("endpoints").getJsonObject(0).getString("url"))
                .isEqualTo(web.address() + "/open311/v2");
        assertThat(field(xml(web.get("/open311/discovery.xml")), "specification"))
                .isEqualTo("http://wiki.open311.org/GeoReport_v2");
    }

    @Test
    void aStrangerIsToldHowARequestStandsAndNothingElseOfIt() {
        var id = file(key, "HELP", "井盖丢失，联系张三");
        for (var who : List.of("", "api_key=" + otherKey)) {
            var told = requests("service_request_id=" + id + "&" + who).getJsonObject(0);
            assertThat(told.getString("status")).isEqualTo("open");
            assertThat(told.encode()).doesNotContain("井盖", "张三", "解放路", MOBILE);
        }
        assertThat(requests("service_request_id=" + id + "&api_key=" + key).encode())
                .contains("井盖丢失")
                .doesNotContain(MOBILE);
    }

    @Test
    void aTipOffIsToldToItsClientAlone() {
        var id = file(key, "TIP_OFF", "某餐馆后厨不洁");
        assertThat(requests("service_request_id=" + id)).isEmpty();
        assertThat(web.get("/open311/v2/requests/" + id + ".json?jurisdiction_id=north&api_key=" + otherKey)
                        .status())
                .isEqualTo(404);
        assertThat(requests("service_request_id=" + id + "&api_key=" + key)).hasSize(1);
    }

    @Test
    void aTicketThatCameAnotherWayIsNotThere() {
        var number = hotline.ticket().number();
        assertThat(web.get("/open311/v2/requests/" + number + ".json?jurisdiction_id=north&api_key=" + key)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void requestsAreFoundByServiceTimeAndStatus() {
        hotline.letPass(Duration.ofDays(200));
        var help = file(key, "HELP", "路灯不亮");
        hotline.letPass(Duration.ofDays(30));
        var ask = file(key, "INQUIRY", "社保怎么办理");
        var answered = hotline.ticketing.find(NORTH, new TicketNumber(help)).orElseThrow();
        hotline.act(answered, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        hotline.act(answered, new TicketCommand.Withdraw(hotline.agent, "已自行解决"));
        assertThat(ids(requests(""))).containsExactly(ask, help);
        assertThat(ids(requests("service_code=INQUIRY,PRAISE"))).containsExactly(ask);
        assertThat(ids(requests("status=closed"))).containsExactly(help);
        assertThat(ids(requests("status=open"))).containsExactly(ask);
        assertThat(ids(requests("status=open,closed"))).hasSize(2);
        assertThat(ids(requests("page_size=1&page=2"))).containsExactly(help);
        var day = hotline.clock().instant().minus(Duration.ofDays(30)).toString();
        assertThat(ids(requests("start_date=" + day + "&end_date=" + day))).containsExactly(help);
        assertThat(ids(requests("service_request_id=" + help + "," + ask + ",nonsense&status=open")))
                .containsExactly(ask, help);
        hotline.letPass(Duration.ofDays(61));
        assertThat(ids(requests(""))).containsExactly(ask);
        assertThat(web.get(
                                "/open311/v2/requests.json?jurisdiction_id=north&start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void errorsHaveTheFormAndTheNumbersOfTheSpecification() throws Exception {
        var wrongKey =
                post("xml", "api_key=xyz&jurisdiction_id=north&service_code=HELP&address_string=a&description=b");
        assertThat(wrongKey.status()).isEqualTo(403);
        var errors = xml(wrongKey);
        assertThat(errors.getTagName()).isEqualTo("errors");
        assertThat(field(errors, "code")).isEqualTo("403");
        var good = Map.of("api_key", key, "service_code", "HELP", "address_string", "某路", "description", "某事");
        for (var missing : List.of("service_code", "address_string", "description")) {
            var less = new java.util.HashMap<>(good);
            less.remove(missing);
            var answer = post("json", form(less));
            assertThat(answer.status()).as(missing).isEqualTo(400);
            assertThat(new JsonArray(answer.text()).getJsonObject(0).getInteger("code"))
                    .isEqualTo(400);
        }
        for (var wrong : Map.of("lat", "91", "description", "长".repeat(4_001), "phone", "不知道")
                .entrySet()) {
            var more = new java.util.HashMap<>(good);
            more.put("long", "115");
            more.put("lat", "34");
            more.put(wrong.getKey(), wrong.getValue());
            assertThat(post("json", form(more)).status()).as(wrong.getKey()).isEqualTo(400);
        }
        var unknown = new java.util.HashMap<>(good);
        unknown.put("service_code", "001");
        assertThat(post("json", form(unknown)).status()).isEqualTo(404);
        unknown.put("service_code", "HELP");
        unknown.put("jurisdiction_id", SOUTH.value());
        assertThat(post("json", form(unknown)).status()).isEqualTo(403);
        assertThat(web.get("/open311/v2/services.json").status()).isEqualTo(400);
        assertThat(web.get("/open311/v2/services.json?jurisdiction_id=nowhere").status())
                .isEqualTo(404);
        assertThat(web.get("/open311/v2/services.html").status()).isEqualTo(404);
        assertThat(web.get("/open311/v2/requests.json?jurisdiction_id=north&start_date=yesterday")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDescriptionHasAllTheCharactersThatTheSpecificationAllows() {
        var text = "长".repeat(4_000);
        var id = file(key, "HELP", text);
        assertThat(requests("service_request_id=" + id + "&api_key=" + key)
                        .getJsonObject(0)
                        .getString("description"))
                .isEqualTo(text);
    }

    @Test
    void hostileTextDoesNotBreakTheDocument() throws Exception {
        var text = "</description><script>&amp;\"]]> 😀 \tx";
        var id = file(key, "HELP", text);
        var read = xml(web.get("/open311/v2/requests/" + id + ".xml?jurisdiction_id=north&api_key=" + key));
        assertThat(field(read, "description")).isEqualTo(text);
    }
}
