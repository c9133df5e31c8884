package org.hotline12345.ops.kit;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A floor of seats with people at their pages and telephones that can be heard: {@code ops/run} in a process of its own, an
 * Asterisk that it does not own, and a cable between the two that can be cut.
 */
public final class Floor implements AutoCloseable {
    private static final String SECRET = "laboratory-secret";
    private static final int FIRST_CITIZENS_PITCH = 2_000;
    private static final Duration CLEARED_WITHIN = Duration.ofSeconds(25);

    private final Map<String, String> settings;
    private final LaboratoryAsterisk asterisk;
    private final Cable cable;
    private final HotlineProcess hotline;
    private final Sipp sipp;
    private final Ledger ledger;
    private final ManagerHand hand;
    private final Map<String, Phone> phones = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final List<Phone> callers = new ArrayList<>();
    private int citizens;

    private Floor(Path repository, Path folder, List<String> seats, String profile) throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        settings = HotlineKit.freePorts(data);
        var managerPort = Integer.parseInt(settings.get("telephony.ami.port"));
        asterisk = LaboratoryAsterisk.start(
                repository.resolve("ops/asterisk"),
                Files.createDirectories(folder.resolve("asterisk")),
                values(data, seats));
        cable = Cable.to(managerPort);
        settings.put("telephony.ami.port", Integer.toString(cable.port()));
        settings.put("asterisk.embedded", "false");
        settings.put("telephony.record.source", "local");
        settings.put("telephony.record.dir", asterisk.record().toString());
        Files.writeString(data.resolve("ami-secret"), SECRET);
        hotline = new HotlineProcess(repository, folder, settings);
        sipp = new Sipp(
                repository.resolve("ops/src/test/sipp"),
                folder.resolve("sipp"),
                Integer.parseInt(settings.get("asterisk.sip-port")));
        hotline.launch();
        hotline.awaitReady();
        hotline.command(
                "profile",
                "add",
                "--hotline",
                "sample",
                Files.writeString(folder.resolve("profile.yaml"), profile).toString());
        ledger = new Ledger(data, Integer.parseInt(settings.get("database.port")));
        hand = ManagerHand.open(managerPort, "hotline", SECRET, _ -> {});
    }

    /** Starts all parts; telephones of the seats are signed on and pick up what rings. */
    public static Floor open(Path repository, Path folder, List<String> seats, String profile) throws IOException {
        var floor = new Floor(repository, folder, seats, profile);
        var pitch = 600;
        for (var seat : seats) {
            floor.phones.put(seat, Phone.seat(floor.sipp, seat, password(seat), pitch));
            pitch += 150;
        }
        return floor;
    }

    private Map<String, String> values(Path data, List<String> seats) {
        var values = new LinkedHashMap<String, String>();
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", settings.get("telephony.ami.port"));
        values.put("SIP_PORT", settings.get("asterisk.sip-port"));
        values.put("HTTP_PORT", settings.get("asterisk.http-port"));
        values.put("AGI_PORT", settings.get("telephony.agi.port"));
        values.put("RTP_START", "43100");
        values.put("RTP_END", "43999");
        values.put("CARRIER_ADDRESS", settings.get("asterisk.carrier"));
        values.put("HOTLINE_QUEUES", "hotline second");
        values.put("HOTLINE_LINES", "12315");
        values.put("TRANSFER_SECONDS", "8");
        values.put("RING_SECONDS", "6");
        values.put("RECORDINGS_DIR", data.resolve("recordings").toString());
        values.put("PROMPTS_DIR", data.resolve("prompts").toString());
        values.put(
                "SEATS",
                String.join(
                        " ",
                        seats.stream().map(seat -> seat + ":" + password(seat)).toList()));
        return values;
    }

    /** Makes a person of that role, who signs in by browser; a second time the same person with another page. */
    public Visitor person(String login, String role) {
        var known = passwords.get(login);
        if (known != null) {
            return Visitor.signIn(hotline.address(), login, known);
        }
        var said = hotline.command(
                "user", "add", "--hotline", "sample", "--login", login, "--name", "样例" + login, "--role", role);
        var oneTime = said.strip().replaceAll("(?s).*: ", "");
        passwords.put(login, Visitor.ownPassword(oneTime));
        return Visitor.signInFirst(hotline.address(), login, oneTime);
    }

    public Phone phone(String seat) {
        return phones.get(seat);
    }

    /** A citizen dials now, with a number and a pitch of its own, and hangs up after a minute unless hung up on. */
    public Phone citizen() {
        return citizen("12345", Duration.ofMinutes(1));
    }

    public Phone citizen(String line, Duration patience) {
        citizens++;
        var number = String.format("154%08d", 70_000 + citizens);
        var pitch = FIRST_CITIZENS_PITCH + citizens % 8 * 150;
        var phone = Phone.citizen(sipp, line, number, pitch, patience);
        callers.add(phone);
        return phone;
    }

    /** Whoever is called by the carrier from now on. */
    public Phone outside(Duration talk) {
        var carrier = Integer.parseInt(settings.get("asterisk.carrier").replaceAll(".*:", ""));
        var phone = Phone.outside(sipp, carrier, 1_800, talk);
        callers.add(phone);
        return phone;
    }

    /** All calls are cut, the telephones of citizens and of whoever was called are gone, and those of the seats are silent. */
    public void clear() {
        if (asterisk.channels() > 0) {
            asterisk.console("channel request hangup all");
        }
        callers.forEach(Phone::close);
        callers.clear();
        await().atMost(CLEARED_WITHIN).until(() -> asterisk.channels() == 0);
        phones.values().forEach(Phone::fallSilent);
    }

    public LaboratoryAsterisk asterisk() {
        return asterisk;
    }

    public Cable cable() {
        return cable;
    }

    public HotlineProcess hotline() {
        return hotline;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** A hand at Asterisk that does not belong to the hotline. */
    public ManagerHand hand() {
        return hand;
    }

    /** Members of a queue as Asterisk has them: seat by seat, and whether it is paused. */
    public Map<String, Boolean> members(String queue) {
        var members = new LinkedHashMap<String, Boolean>();
        asterisk.console("queue show " + queue)
                .lines()
                .filter(line -> line.contains("PJSIP/"))
                .forEach(line -> members.put(line.replaceAll(".*PJSIP/([0-9]+).*", "$1"), line.contains("(paused")));
        return members;
    }

    private static String password(String seat) {
        return "seat-secret-" + seat;
    }

    /** What a page sends. */
    public static JsonObject body(String... keysAndValues) {
        var body = new JsonObject();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return body;
    }

    @Override
    public void close() {
        callers.forEach(Phone::close);
        phones.values().forEach(Phone::close);
        hand.close();
        ledger.close();
        sipp.close();
        hotline.close();
        cable.close();
        asterisk.close();
    }
}
