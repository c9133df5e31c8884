package org.hotline12345.ops.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A whole hotline with two seats, whose citizens hear what is said to them; for tests of the callers' ways. */
public final class HeardHotline implements AutoCloseable {
    /** How long an agent talks. */
    public static final Duration TALK = Duration.ofMillis(2_500);

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Map<String, String> SEATS = Map.of("agent1", "1001", "agent2", "1002");
    /** Profiles are read anew once a second. */
    private static final Duration PROFILE_READ = Duration.ofSeconds(2);

    private final Path scripts;
    private final Path folder;
    private final HotlineKit kit;
    private final Sipp sipp;
    private final Map<String, Visitor> visitors = new HashMap<>();

    private HeardHotline(Path repository, Path folder, HotlineKit kit) {
        this.scripts = repository.resolve("ops/asterisk");
        this.folder = folder;
        this.kit = kit;
        this.sipp = new Sipp(repository.resolve("ops/src/test/sipp"), folder.resolve("sipp"), kit.sipPort());
    }

    /** @param more settings beside those of a kit */
    public static HeardHotline open(Path repository, Path folder, Map<String, String> more) {
        var kit = HotlineKit.open(folder.resolve("data"), more);
        try {
            var hotline = new HeardHotline(repository, folder, kit);
            hotline.sipp.seat(kit.seatPasswords(), 400, (int) TALK.toMillis());
            return hotline;
        } catch (RuntimeException e) {
            kit.close();
            throw e;
        }
    }

    public Path data() {
        return folder.resolve("data");
    }

    public Visitor visitor(String login) {
        return visitors.computeIfAbsent(login, kit::visitor);
    }

    /** Puts a profile into force, and returns when the next caller has it. */
    public void profile(String yaml) throws InterruptedException {
        kit.profile(yaml);
        Thread.sleep(PROFILE_READ);
    }

    /** The sound of a sentence. */
    public Saying saying(String words) {
        return Citizen.sentence(scripts, folder, words);
    }

    public Citizen dials(String line, String number, Duration talk) {
        return Citizen.dials(sipp, line, number, talk);
    }

    // Agents

    /** Takes the agent's seat, for these queues; none: the hotline's own. */
    public void signIn(String login, String... queues) {
        var skills = new JsonArray();
        List.of(queues).forEach(queue -> skills.add(new JsonObject().put("queue", queue)));
        var person = visitor(login).get("/api/agent").json().getString("person");
        expect(200, visitor("leader").put("/api/agents/" + person + "/skills", new JsonObject().put("skills", skills)));
        expect(204, visitor(login).post("/api/seat", new JsonObject().put("seat", SEATS.get(login))));
    }

    /** Nobody sits anywhere, and nothing is switched. */
    public void clear() {
        SEATS.keySet().forEach(login -> expect(204, visitor(login).delete("/api/seat")));
        for (var on : visitor("leader").get("/api/switches").array()) {
            switchOff(((JsonObject) on).getString("id"));
        }
    }

    /** The shift leader switches for an hour; the switch's id. */
    public String switchOn(JsonObject mode) {
        var until = Instant.now().plus(Duration.ofHours(1)).toString();
        return expect(200, visitor("leader").post("/api/switches", mode.put("until", until)))
                .json()
                .getString("id");
    }

    public void switchOff(String id) {
        expect(204, visitor("leader").delete("/api/switches/" + id));
    }

    public static Visitor.Answer expect(int status, Visitor.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    // Outside

    /**
     * Telephones behind the carrier.
     *
     * @param work what they do with each call, as {@code witness-seat.xml} has it
     */
    public Sipp.Run outside(String... work) {
        return sipp.witnesses(Map.of(), kit.carrierPort(), List.of(work));
    }

    /** Which numbers rang there, in their order. */
    public static List<String> rang(Sipp.Run outside) {
        return outside.account().stream()
                .filter(line -> line.what().equals("RANG"))
                .map(Account::self)
                .toList();
    }

    // What is written down

    /** The newest call of that number, once it is over. */
    public JsonObject call(String number) {
        var found = new AtomicReference<JsonObject>();
        await("the call of " + masked(number) + " is over").atMost(LIMIT).until(() -> {
            found.set(newest(number));
            return found.get() != null && found.get().getString("endedAt") != null;
        });
        return found.get();
    }

    /** Waits until the newest call of that number waits in a queue. */
    public JsonObject waiting(String number) {
        var found = new AtomicReference<JsonObject>();
        await("the call of " + masked(number) + " waits").atMost(LIMIT).until(() -> {
            found.set(newest(number));
            return found.get() != null && found.get().getString("queue") != null;
        });
        return found.get();
    }

    private JsonObject newest(String number) {
        for (var call : visitor("leader").get("/api/calls").array()) {
            if (((JsonObject) call).getString("caller").equals(masked(number))) {
                return (JsonObject) call;
            }
        }
        return null;
    }

    /** How numbers stand on pages; tests tell callers by their last four digits. */
    public static String masked(String number) {
        return number.substring(0, 3) + "****" + number.substring(number.length() - 4);
    }

    /** What Asterisk's own record has of a call, one word a row. */
    public List<String> record(String call) throws IOException {
        return Files.readAllLines(data().resolve("asterisk/cel/cel.csv")).stream()
                .filter(row -> row.contains("\"" + call + "\""))
                .map(row -> row.substring(1, row.indexOf('"', 1)))
                .toList();
    }

    @Override
    public void close() {
        visitors.values().forEach(Visitor::close);
        sipp.close();
        kit.close();
    }
}
