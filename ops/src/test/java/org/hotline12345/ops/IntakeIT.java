package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hotline12345.ops.kit.Browser;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Visitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes in beside the telephone, on a whole hotline: a citizen before a real Chromium, a program with its token, and an
 * Open311 client of others, as it is published.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private Path folder;
    private HotlineKit kit;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void open(@TempDir Path own) {
        folder = own;
        kit = HotlineKit.open(folder.resolve("data"), Map.of("asterisk.seats", "1001"));
    }

    @AfterAll
    void close() {
        client.close();
        kit.close();
    }

    private String token(String name) {
        var printed =
                kit.command("intake-client", "add", "--hotline", "sample", "--name", name, "--channels", "APP,WECHAT");
        return printed.strip().replaceAll(".* ", "");
    }

    private Browser phone() {
        return new Browser(REPOSITORY.resolve("ops/target/screenshots/intake")).size(390, 844);
    }

    @Test
    void aCitizenFilesAtAPhoneWithAPictureAndSeesHowFarItIs() throws Exception {
        // One white dot, as any camera's program would write it.
        var picture = folder.resolve("现场.png");
        var image = new java.awt.image.BufferedImage(64, 64, java.awt.image.BufferedImage.TYPE_INT_RGB);
        javax.imageio.ImageIO.write(image, "png", picture.toFile());
        try (var citizen = phone()) {
            citizen.open(kit.address() + "/report").find("report-form");
            citizen.screenshot("report-empty");
            citizen.click("report-send");
            assertThat(citizen.script("return document.querySelectorAll('.wrong, .wrong-line').length"))
                    .isEqualTo(4L);
            citizen.screenshot("report-missing");
            citizen.script("document.querySelector(\"[data-test='nature-TIP_OFF']\").click()");
            citizen.type("report-title", "餐馆后厨不洁")
                    .type("report-content", "解放路某餐馆后厨有老鼠，照片附后。")
                    .type("report-area", "解放路")
                    .type("report-name", "张三")
                    .type("report-phone", "15400000001");
            assertThat(citizen.find("report-confidential").isSelected()).isTrue();
            citizen.find("report-files").sendKeys(picture.toString());
            citizen.screenshot("report-written");
            citizen.script("document.querySelector(\"[data-test='report-send']\").scrollIntoView()");
            citizen.screenshot("report-written-below");
            citizen.click("report-send").find("report-filed");
            assertThat(citizen.shows("report-not-sent")).isFalse();
            citizen.screenshot("report-filed");
            var number = citizen.text("report-number");
            var proof = citizen.text("report-proof");
            citizen.click("report-to-progress")
                    .type("progress-number", number)
                    .type("progress-proof", "9999")
                    .click("progress-ask")
                    .find("problem");
            citizen.screenshot("progress-wrong");
            citizen.type("progress-proof", proof).click("progress-ask").find("progress-found");
            assertThat(citizen.attribute("progress-found", "data-state")).isEqualTo("REGISTERED");
            citizen.screenshot("progress-found");

            // The unit gets it, with the picture and without its sender.
            try (var dispatcher = kit.visitor("dispatcher")) {
                assertThat(dispatcher
                                .post("/api/tickets/" + number + "/dispatch", new JsonObject().put("unit", "housing"))
                                .status())
                        .isEqualTo(200);
            }
            kit.visitor("housing").close();
            try (var unit = new Browser(REPOSITORY.resolve("ops/target/screenshots/intake"))) {
                unit.size(1366, 1000)
                        .open(kit.address() + "/")
                        .type("login", "housing")
                        .type("password", Visitor.ownPassword(kit.oneTimePassword("housing")))
                        .click("sign-in")
                        .find("person");
                unit.open(kit.address() + "/tickets/" + number).find("ticket");
                assertThat(unit.text("ticket-requester")).isEqualTo("保密");
                assertThat(unit.text("ticket-phone")).isEqualTo("保密");
                assertThat(unit.text("attachment")).startsWith("附件.png");
                assertThat(unit.script("return document.body.innerText").toString())
                        .doesNotContain("张三", "154****0001");
                unit.screenshot("ticket-of-unit");
            }
        }
        try (var kept = Files.walk(folder.resolve("data/attachments"))) {
            assertThat(kept.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void aProgramFilesWithItsTokenAloneAndARevokedOneDoesNot() throws Exception {
        var token = token("微信公众号");
        var first = file(token);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(kit.command("intake-client", "list", "--hotline", "sample"))
                .contains("微信公众号", "APP,WECHAT", "60 per minute", "works")
                .doesNotContain(token);
        kit.command("intake-client", "revoke", "--hotline", "sample", "--name", "微信公众号");
        assertThat(file(token).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> file(String token) throws IOException, InterruptedException {
        var body = new JsonObject().put("nature", "HELP").put("title", "路灯不亮").put("content", "解放路路灯坏了三天。");
        return client.send(
                HttpRequest.newBuilder(URI.create(kit.address() + "/api/intake/wechat"))
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anOpen311ClientOfOthersFilesARequestAndSeesItsStatusChange() throws Exception {
        var sources = REPOSITORY.resolve("ops/src/test/open311");
        var place = Files.createDirectories(folder.resolve("open311"));
        for (var name : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(sources.resolve(name), place.resolve(name));
        }
        run(place, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        var token = token("311");

        var discovered = new JsonObject(ask(place, token, "discovery"));
        assertThat(discovered.getString("endpoint")).isEqualTo(kit.address() + "/open311/v2/");
        assertThat(new JsonArray(ask(place, token, "services"))).hasSize(7);
        var id = new JsonArray(ask(place, token, "file")).getJsonObject(0).getString("service_request_id");
        assertThat(status(place, token, id)).isEqualTo("open");
        assertThat(ask(place, token, "list")).contains(id);
        try (var agent = kit.visitor("agent1")) {
            var withdrawn = agent.post("/api/tickets/" + id + "/withdraw", new JsonObject().put("why", "已自行解决"));
            assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
        }
        assertThat(status(place, token, id)).isEqualTo("closed");
        assertThat(ask(place, token, "list")).doesNotContain(id);
    }

    private String status(Path place, String token, String id) throws Exception {
        return new JsonArray(ask(place, token, "status", id)).getJsonObject(0).getString("status");
    }

    private String ask(Path place, String token, String... what) throws Exception {
        var command = new java.util.ArrayList<>(List.of("node", "client.js", kit.address(), "sample", token));
        command.addAll(List.of(what));
        return run(place, command.toArray(String[]::new));
    }

    private static String run(Path place, String... command) throws Exception {
        var out = Files.createTempFile(place, "out", ".txt");
        var process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("%s ends", command[0])
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        var said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        // Node warns of old ways of the client's; its answer is the last line.
        return said.lines().reduce((_, last) -> last).orElse("");
    }
}
