package org.hotline12345.ops.witness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hotline12345.ops.kit.Account;
import org.hotline12345.ops.kit.Cable;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.LaboratoryAsterisk;
import org.hotline12345.ops.kit.Sipp;
import org.hotline12345.ops.kit.Visitor;
import org.hotline12345.ops.witness.Strikes.Strike;
import org.hotline12345.ops.witness.Strikes.Struck;

/**
 * Lets many citizens call a whole hotline, whose parts are cut off and killed meanwhile, and collects what the witnesses saw.
 * The hotline is {@code ops/run} in a process of its own, Asterisk another, telephones are SIPp's.
 */
public final class CallsRun implements AutoCloseable {
    private static final String SECRET = "laboratory-secret";
    private static final int SEATS_A_PROCESS = 15;
    static final List<String> EXPERTS = numbers(1_061, 10);
    static final List<String> SECOND_QUEUE = numbers(1_071, 8);
    private static final List<String> SLOW_EXPERTS = numbers(1_079, 6);
    private static final int RING_MILLIS = 600;
    private static final int SLOW_RING_MILLIS = 3_000;
    private static final Duration SETTLED_LIMIT = Duration.ofMinutes(2);
    private static final Duration CALLS_OVER_LIMIT = Duration.ofMinutes(2);

    /** What everybody saw. */
    record Seen(
            PhoneWitness phones,
            RecordWitness recordWitness,
            Map<String, List<QueueLogWitness.Line>> queueLog,
            Map<String, CountedCall> rows,
            List<Struck> struck,
            long unsettled,
            Map<String, CallsPlan.Handing> begun) {
        Map<String, CountedCall> record() {
            return recordWitness.calls();
        }
    }

    private final Path folder;
    private final Path data;
    private final int queueSeats;
    private final Map<String, String> settings;
    private final LaboratoryAsterisk asterisk;
    private final int managerPort;
    private final Cable cable;
    private final HotlineProcess hotline;
    private final Sipp sipp;
    private final List<Sipp.Run> seats = new ArrayList<>();

    private CallsRun(Path repository, Path folder, int queueSeats) throws IOException {
        this.folder = folder;
        this.queueSeats = queueSeats;
        this.data = Files.createDirectories(folder.resolve("data"));
        this.settings = HotlineKit.freePorts(data);
        managerPort = Integer.parseInt(settings.get("telephony.ami.port"));
        asterisk = LaboratoryAsterisk.start(
                repository.resolve("ops/asterisk"), Files.createDirectories(folder.resolve("asterisk")), values());
        cable = Cable.to(managerPort);
        settings.put("telephony.ami.port", Integer.toString(cable.port()));
        settings.put("asterisk.embedded", "false");
        // The hotline reads the record where this Asterisk writes it.
        settings.put("telephony.record.source", "local");
        settings.put("telephony.record.dir", asterisk.record().toString());
        Files.writeString(data.resolve("ami-secret"), SECRET);
        hotline = new HotlineProcess(repository, folder, settings);
        sipp = new Sipp(
                repository.resolve("ops/src/test/sipp"),
                folder.resolve("sipp"),
                Integer.parseInt(settings.get("asterisk.sip-port")));
    }

    /**
     * Starts all parts.
     *
     * @param queueSeats how many people answer what waits in the queue
     */
    public static CallsRun open(Path repository, Path folder, int queueSeats) throws IOException {
        var run = new CallsRun(repository, folder, queueSeats);
        try {
            run.hotline.launch();
            run.hotline.awaitReady();
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        values.put("AMI_SECRET", SECRET);
        values.put("AMI_PORT", settings.get("telephony.ami.port"));
        values.put("SIP_PORT", settings.get("asterisk.sip-port"));
        values.put("HTTP_PORT", settings.get("asterisk.http-port"));
        values.put("AGI_PORT", settings.get("telephony.agi.port"));
        values.put("RTP_START", "36100");
        values.put("RTP_END", "36999");
        values.put("CARRIER_ADDRESS", settings.get("asterisk.carrier"));
        values.put("HOTLINE_QUEUES", "hotline second");
        values.put("RECORDINGS_DIR", data.resolve("recordings").toString());
        values.put("PROMPTS_DIR", data.resolve("prompts").toString());
        values.put(
                "SEATS",
                String.join(
                        " ", allSeats().map(seat -> seat + ":" + password(seat)).toList()));
        return values;
    }

    /**
     * @param perSecond new calls a second
     * @param plannedStrikes in the order of their times
     */
    Seen take(long seed, int calls, double perSecond, List<Strike> plannedStrikes) throws Exception {
        var random = new Random(seed);
        var plan = CallsPlan.draw(random, calls);
        System.out.println("# seed " + seed + ": " + plan);
        hotline.command("profile", "add", "--hotline", "sample", profile().toString());
        staff(random, calls);
        try (var switchboard =
                Switchboard.open(plan.handings(), EXPERTS, SLOW_EXPERTS, managerPort, "hotline", SECRET)) {
            switchboard.staff("second", SECOND_QUEUE);
            var begun = Instant.now();
            var citizens = sipp.citizens(
                    "witness-citizen",
                    "12345",
                    plan.citizens().stream().map(CallsPlan.Citizen::toString).toList(),
                    perSecond * plan.citizens().size() / calls);
            var hasty = sipp.citizens(
                    "witness-citizen-cancels",
                    "12345",
                    plan.hasty().stream().map(number -> number + ";").toList(),
                    perSecond * plan.hasty().size() / calls);
            var strikes = new Strikes(hotline, asterisk, cable, switchboard, this::rows);
            for (var next : plannedStrikes) {
                sleepUntil(begun.plus(next.after()));
                System.out.println("# " + Duration.between(begun, Instant.now()).toSeconds() + " s: " + next.kind());
                strikes.strike(next.kind());
            }
            var limit = Duration.ofSeconds(Math.round(calls / perSecond)).plus(Duration.ofMinutes(4));
            System.out.println("# citizens: " + citizens.await(limit) + ", hasty ones: " + hasty.await(limit));
            callsAreOver();
            var unsettled = awaitSettled();
            var account = new ArrayList<Account>(citizens.account());
            account.addAll(hasty.account());
            seats.forEach(Sipp.Run::close);
            var ofSeats = seats.stream().flatMap(run -> run.account().stream()).toList();
            try (var rows = rows()) {
                return new Seen(
                        PhoneWitness.read(account, ofSeats),
                        RecordWitness.read(asterisk.record(), strikes.all()),
                        QueueLogWitness.read(asterisk.queueLog()),
                        rows.read(),
                        strikes.all(),
                        unsettled,
                        switchboard.begun());
            }
        }
    }

    /** Seats sign on by SIP, people by HTTP; some seats are in no queue, and some in the second one. */
    private void staff(Random random, int calls) {
        var queueSeatNumbers = numbers(1_001, queueSeats);
        for (int first = 0; first < queueSeats; first += SEATS_A_PROCESS) {
            var some = queueSeatNumbers.subList(first, Math.min(first + SEATS_A_PROCESS, queueSeats));
            seats.add(sipp.witnesses(passwords(some), Sipp.freePort(), CallsPlan.work(random, calls)));
        }
        seats.add(answering(EXPERTS, Sipp.freePort(), random, calls, RING_MILLIS));
        seats.add(answering(SECOND_QUEUE, Sipp.freePort(), random, calls, RING_MILLIS));
        seats.add(answering(SLOW_EXPERTS, Sipp.freePort(), random, calls, SLOW_RING_MILLIS));
        var carrier = Integer.parseInt(settings.get("asterisk.carrier").replaceAll(".*:", ""));
        seats.add(answering(List.of(), carrier, random, calls, RING_MILLIS));
        for (var seat : queueSeatNumbers) {
            var login = "seat" + seat;
            var said = hotline.command(
                    "user", "add", "--hotline", "sample", "--login", login, "--name", "话务" + seat, "--role", "agent");
            var password = said.strip().replaceAll("(?s).*: ", "");
            try (var agent = Visitor.signInFirst(hotline.address(), login, password)) {
                var answer = agent.post("/api/seat", new JsonObject().put("seat", seat));
                if (answer.status() != 204) {
                    throw new IllegalStateException(seat + " cannot be taken: " + answer.body());
                }
            }
        }
    }

    private Sipp.Run answering(List<String> who, int port, Random random, int calls, int ringMillis) {
        return sipp.witnesses(passwords(who), port, CallsPlan.answers(random, calls, ringMillis));
    }

    private Path profile() throws IOException {
        return Files.writeString(
                folder.resolve("profile.yaml"), "telephony:\n  greeting: 您好。\n  recording-notice: 录音。\n");
    }

    private void callsAreOver() throws InterruptedException {
        var end = System.nanoTime() + CALLS_OVER_LIMIT.toNanos();
        while (asterisk.channels() > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("calls are still up: " + asterisk.channels() + " channels");
            }
            Thread.sleep(500);
        }
    }

    private long awaitSettled() throws Exception {
        var end = System.nanoTime() + SETTLED_LIMIT.toNanos();
        try (var rows = rows()) {
            var left = rows.unsettled();
            while (left > 0 && System.nanoTime() < end) {
                Thread.sleep(1_000);
                left = rows.unsettled();
            }
            return left;
        }
    }

    private CallRows rows() throws IOException {
        return new CallRows(data, Integer.parseInt(settings.get("database.port")));
    }

    private Stream<String> allSeats() {
        return Stream.of(numbers(1_001, queueSeats), EXPERTS, SECOND_QUEUE, SLOW_EXPERTS)
                .flatMap(List::stream);
    }

    private static List<String> numbers(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
    }

    private static Map<String, String> passwords(List<String> seats) {
        var passwords = new LinkedHashMap<String, String>();
        seats.forEach(seat -> passwords.put(seat, password(seat)));
        return passwords;
    }

    private static String password(String seat) {
        return "seat-secret-" + seat;
    }

    private static void sleepUntil(Instant moment) throws InterruptedException {
        var left = Duration.between(Instant.now(), moment);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }

    @Override
    public void close() {
        sipp.close();
        hotline.close();
        cable.close();
        asterisk.close();
    }
}
