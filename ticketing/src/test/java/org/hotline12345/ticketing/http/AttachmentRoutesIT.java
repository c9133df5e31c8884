package org.hotline12345.ticketing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12345.ticketing.TestHotline.HEALTH;
import static org.hotline12345.ticketing.TestHotline.NORTH;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hotline12345.ticketing.IntakeConfig;
import org.hotline12345.ticketing.TestHotline;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketCommand;
import org.hotline12345.ticketing.TicketNumber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files come in with limits, lie outside the database, and go out to whoever may see the ticket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachmentRoutesIT {
    private static final int MOST_BYTES = 200_000;

    private TestHotline hotline;
    private TestWeb web;
    private Path folder;

    @BeforeAll
    void open(@TempDir Path data) {
        folder = data.resolve("attachments");
        var config = new IntakeConfig(Optional.of("X-Real-IP"), 1_000, 1_000, folder, MOST_BYTES, 2);
        hotline = new TestHotline(config);
        var senders = new Senders(hotline.ticketing.intakeClients(), config, hotline.clock());
        web = new TestWeb(
                hotline,
                Map.of(
                        "agent", hotline.agent,
                        "dispatcher", hotline.dispatcher,
                        "clerk", hotline.healthClerk,
                        "other-clerk", hotline.waterClerk),
                router -> {
                    new ReportRoutes(hotline.ticketing.filings(), hotline.office, senders, config).mount(router);
                    new AttachmentRoutes(hotline.ticketing, hotline.office, senders).mount(router);
                    new TicketRoutes(hotline.ticketing, hotline.telephony, hotline.office).mount(router);
                });
    }

    @AfterAll
    void close() {
        web.close();
        hotline.close();
    }

    private static byte[] png(int size) {
        var bytes = new byte[size];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a}, 0, bytes, 0, 8);
        return bytes;
    }

    private TestWeb.Answer add(String who, Ticket ticket, String name, byte[] body) {
        return web.ask("POST", "/api/tickets/" + ticket.number() + "/attachments?name=" + name, body, "X-Who", who);
    }

    private TestWeb.Answer list(String who, Ticket ticket) {
        return web.get("/api/tickets/" + ticket.number() + "/attachments", "X-Who", who);
    }

    private List<Path> kept() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private JsonObject report(String nature) {
        var answer = web.post(
                "/api/public/reports",
                new JsonObject()
                        .put("nature", nature)
                        .put("title", "后厨不洁")
                        .put("content", "见照片。")
                        .put("requesterPhone", TestHotline.MOBILE),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(answer.status()).isEqualTo(201);
        return answer.json();
    }

    private TestWeb.Answer addByCitizen(JsonObject filed, String proof, String name, byte[] body) {
        return web.ask(
                "POST",
                "/api/public/reports/" + filed.getString("number") + "/attachments?name=" + name,
                body,
                "X-Proof",
                proof);
    }

    private Ticket ticket(JsonObject filed) {
        return hotline.ticketing
                .find(NORTH, new TicketNumber(filed.getString("number")))
                .orElseThrow();
    }

    @Test
    void aFileComesBackAsItWasAndIsNeverShownAsAPage() {
        var ticket = hotline.ticket();
        var picture = png(150_000);
        picture[149_999] = 7;
        var added = add("agent", ticket, "%E7%85%A7%E7%89%87.png", picture);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().getString("name")).isEqualTo("照片.png");
        var file = web.get(
                "/api/tickets/" + ticket.number() + "/attachments/"
                        + added.json().getString("id"),
                "X-Who",
                "dispatcher");
        assertThat(file.whole().body()).isEqualTo(picture);
        assertThat(file.header("Content-Type")).isEqualTo("image/png");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.png");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Security-Policy")).contains("sandbox");
        var seen = hotline.database
                .pool("office")
                .query(
                        "select count(*) as n from office.audit where action = 'ticketing.see-attachment' and object like '"
                                + ticket.number() + "%'")
                .execute()
                .await();
        assertThat(seen.iterator().next().getLong("n")).isEqualTo(1);
    }

    @Test
    void theContentSaysWhatAFileIsAndNotItsName() throws Exception {
        var ticket = hotline.ticket();
        var before = kept().size();
        for (var wrong : List.of(
                "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
                "MZ\u0000\u0000program".getBytes(StandardCharsets.US_ASCII),
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
                zip("a.txt"),
                zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
                Arrays.copyOf(zip("[Content_Types].xml", "word/document.xml"), 40),
                new byte[0])) {
            var answer = add("agent", ticket, "photo.png", wrong);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        }
        assertThat(kept()).hasSize(before);
        var table = add("agent", ticket, "page.html", zip("[Content_Types].xml", "xl/workbook.xml"));
        assertThat(table.json().getMap()).containsEntry("kind", "XLSX").containsEntry("name", "page.html.xlsx");
    }

    @Test
    void sizeAndCountHaveTheirLimits() throws Exception {
        var ticket = hotline.ticket();
        assertThat(add("agent", ticket, "a.png", png(MOST_BYTES + 1)).status()).isEqualTo(413);
        assertThat(add("agent", ticket, "a.png", png(MOST_BYTES)).status()).isEqualTo(201);
        assertThat(add("agent", ticket, "same-again.png", png(MOST_BYTES)).status())
                .isEqualTo(201);
        assertThat(add("agent", ticket, "b.png", png(11)).status()).isEqualTo(201);
        var before = kept().size();
        assertThat(add("agent", ticket, "c.png", png(12)).status()).isEqualTo(409);
        assertThat(kept()).hasSize(before);
        assertThat(list("agent", ticket).json().getJsonArray("attachments")).hasSize(2);
    }

    @Test
    void whoMayNotSeeTheTicketGetsNothing() {
        var ticket = hotline.ticket();
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        var id = add("clerk", ticket, "a.png", png(20)).json().getString("id");
        var path = "/api/tickets/" + ticket.number() + "/attachments/" + id;
        assertThat(web.get(path, "X-Who", "clerk").status()).isEqualTo(200);
        assertThat(web.get(path, "X-Who", "other-clerk").status()).isEqualTo(404);
        assertThat(web.get(path, "X-Who", "nobody").status()).isEqualTo(401);
        assertThat(add("other-clerk", ticket, "a.png", png(21)).status()).isEqualTo(404);
        assertThat(web.get("/api/tickets/" + hotline.ticket().number() + "/attachments/" + id, "X-Who", "clerk")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCitizenAddsWithTheCodeAndNotWithTheLastDigits() {
        var filed = report("TIP_OFF");
        assertThat(addByCitizen(filed, "0001", "a.png", png(30)).status()).isEqualTo(404);
        assertThat(addByCitizen(filed, "", "a.png", png(30)).status()).isEqualTo(404);
        assertThat(addByCitizen(filed, filed.getString("proof"), "zhang-san.png", png(30))
                        .status())
                .isEqualTo(201);
        hotline.letPass(java.time.Duration.ofDays(1));
        assertThat(addByCitizen(filed, filed.getString("proof"), "late.png", png(31))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theUnitThatIsReportedOnDoesNotLearnWhoSentAFileFromItsName() {
        var filed = report("TIP_OFF");
        addByCitizen(filed, filed.getString("proof"), "zhang-san.png", png(40));
        var ticket = ticket(filed);
        hotline.act(ticket, new TicketCommand.Dispatch(hotline.dispatcher, HEALTH, List.of()));
        assertThat(list("clerk", ticket).text()).contains("附件.png").doesNotContain("zhang");
        assertThat(list("dispatcher", ticket).text()).contains("zhang-san.png");
    }

    @Test
    void aFileThatBreaksOffOnTheWayIsNotThere() throws Exception {
        var ticket = hotline.ticket();
        var port = java.net.URI.create(web.address()).getPort();
        try (var line = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            line.getOutputStream()
                    .write(("POST /api/tickets/" + ticket.number()
                                    + "/attachments?name=a.png HTTP/1.1\r\nHost: x\r\nX-Who: agent\r\nContent-Length: 1000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            line.getOutputStream().write(png(500));
            line.getOutputStream().flush();
            org.awaitility.Awaitility.await().until(() -> !incoming().isEmpty());
        }
        org.awaitility.Awaitility.await().until(() -> incoming().isEmpty());
        assertThat(list("agent", ticket).json().getJsonArray("attachments")).isEmpty();
    }

    @Test
    void theBodyOfARefusedUploadIsNotTakenForTheNextRequest() throws Exception {
        var ticket = hotline.ticket();
        var port = java.net.URI.create(web.address()).getPort();
        try (var line = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            line.setSoTimeout(10_000);
            var inside = "GET /api/tickets/" + ticket.number()
                    + "/attachments HTTP/1.1\r\nX-Who: agent\r\nHost: inside\r\n\r\n";
            line.getOutputStream()
                    .write(("POST /api/tickets/" + ticket.number()
                                    + "/attachments?name=a.png HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                    + inside.length()
                                    + "\r\n\r\n" + inside
                                    + "GET /api/tickets/nonsense HTTP/1.1\r\nX-Who: agent\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            line.getOutputStream().flush();
            assertThat(read(line.getInputStream()).lines().filter(text -> text.contains("HTTP/1.1 ")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains(" 401 "),
                            second -> assertThat(second).contains(" 404 "));
        }
    }

    private List<Path> incoming() throws IOException {
        var incoming = folder.resolve("incoming");
        if (!Files.isDirectory(incoming)) {
            return List.of();
        }
        try (var files = Files.list(incoming)) {
            return files.toList();
        }
    }

    private static String read(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] zip(String... parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var part : parts) {
                zip.putNextEntry(new ZipEntry(part));
                zip.write(part.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
