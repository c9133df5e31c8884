package org.hotline12345.ops.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12345.ops.kit.Cable;
import org.hotline12345.ops.kit.HotlineProcess;
import org.hotline12345.ops.kit.LaboratoryAsterisk;

/** Cuts links and kills programs while citizens call, and says whether it came to what was meant. */
final class Strikes {
    /** What can be done. */
    enum Kind {
        /** The link to Asterisk is away for 5 s. */
        CUT,
        /** The same, begun while a seat is asking another one. */
        CUT_IN_TRANSFER,
        /** The same, and the record is rotated in it. */
        CUT_WITH_ROTATION,
        /** Away for longer than a whole call. */
        LONG_CUT,
        KILL_DATABASE,
        /** {@code kill -9} of the program, which is started again at once. */
        KILL_BACKEND,
        /** The same, and again as soon as it is back and catches up. */
        KILL_BACKEND_TWICE,
        KILL_ASTERISK
    }

    /** What is to be done, and when after the first call. */
    record Strike(Duration after, Kind kind) {}

    /**
     * What was done.
     *
     * @param missed why it was not what it should have been
     */
    record Struck(Kind kind, Instant from, Instant until, Optional<String> missed) {}

    /** The call table, to be asked and closed. */
    @FunctionalInterface
    interface Rows {
        CallRows open() throws IOException;
    }

    private static final Duration SHORT_CUT = Duration.ofSeconds(5);
    private static final Duration LONG_CUT = Duration.ofSeconds(30);
    private static final Duration ASKING_LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LINK_LIMIT = Duration.ofMinutes(1);
    private static final Duration DATABASE_LIMIT = Duration.ofMinutes(1);
    private static final Duration DATABASE_POLL = Duration.ofMillis(200);
    /** So often a program that is started anew is killed again in vain, because it had nothing to catch up with. */
    private static final int CATCHING_UP_TRIES = 3;

    private static final DateTimeFormatter ROTATED =
            DateTimeFormatter.ofPattern("'cel-'yyyyMMdd'T'HHmmss.SSS'Z.csv'").withZone(ZoneOffset.UTC);

    private final HotlineProcess hotline;
    private final LaboratoryAsterisk asterisk;
    private final Cable cable;
    private final Switchboard switchboard;
    private final Rows rows;
    private final List<Struck> all = new ArrayList<>();

    Strikes(HotlineProcess hotline, LaboratoryAsterisk asterisk, Cable cable, Switchboard switchboard, Rows rows) {
        this.hotline = hotline;
        this.asterisk = asterisk;
        this.cable = cable;
        this.switchboard = switchboard;
        this.rows = rows;
    }

    /** Everything that was done so far. */
    List<Struck> all() {
        return List.copyOf(all);
    }

    /** Does it, and returns when it is over. */
    Struck strike(Kind kind) throws Exception {
        var from = Instant.now();
        Optional<String> missed = Optional.empty();
        switch (kind) {
            case CUT -> cut(SHORT_CUT);
            case CUT_IN_TRANSFER -> {
                missed = switchboard.awaitAsking(ASKING_LIMIT)
                        ? Optional.empty()
                        : Optional.of("no seat was asking another one");
                from = Instant.now();
                cut(SHORT_CUT);
            }
            case CUT_WITH_ROTATION -> {
                cable.cut();
                Thread.sleep(SHORT_CUT.dividedBy(2));
                rotate();
                Thread.sleep(SHORT_CUT.dividedBy(2));
                cable.mend();
            }
            case LONG_CUT -> cut(LONG_CUT);
            case KILL_DATABASE -> {
                hotline.killDatabase();
                missed = awaitDatabase() ? Optional.empty() : Optional.of("PostgreSQL did not come back");
            }
            case KILL_BACKEND -> {
                hotline.kill();
                hotline.launch();
                hotline.awaitReady();
            }
            case KILL_BACKEND_TWICE -> missed = killWhileItCatchesUp();
            case KILL_ASTERISK -> {
                from = asterisk.kill();
                asterisk.start();
                switchboard.staff("second", CallsRun.SECOND_QUEUE);
            }
        }
        var struck = new Struck(kind, from, Instant.now(), missed);
        all.add(struck);
        return struck;
    }

    /** The second time as soon as it has the link back: what passed meanwhile is in the record and not in the rows then. */
    private Optional<String> killWhileItCatchesUp() throws Exception {
        hotline.kill();
        var behind = 0;
        for (int tried = 0; behind == 0 && tried < CATCHING_UP_TRIES; tried++) {
            var before = cable.connected();
            hotline.launch();
            awaitLinkAfter(before);
            hotline.kill();
            // Its PostgreSQL lives on and can be asked.
            try (var asked = rows.open()) {
                var over = RecordWitness.over(asterisk.record());
                over.removeAll(asked.settled());
                behind = over.size();
            }
            System.out.println(
                    "# killed again while " + behind + " calls that the record has were not settled in the rows");
        }
        hotline.launch();
        hotline.awaitReady();
        return behind == 0 ? Optional.of("it was not catching up when it was killed again") : Optional.empty();
    }

    private void awaitLinkAfter(int before) throws InterruptedException {
        var end = System.nanoTime() + LINK_LIMIT.toNanos();
        while (cable.connected() == before && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
    }

    private boolean awaitDatabase() throws Exception {
        var end = System.nanoTime() + DATABASE_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            // At first too, for what was killed needs a moment to be gone.
            Thread.sleep(DATABASE_POLL);
            try (var asked = rows.open()) {
                asked.unsettled();
                return true;
            } catch (IllegalStateException e) {
                // Not there yet.
            }
        }
        return false;
    }

    private void cut(Duration length) throws InterruptedException {
        cable.cut();
        Thread.sleep(length);
        cable.mend();
    }

    private void rotate() throws IOException {
        Files.move(
                asterisk.record().resolve("cel.csv"),
                asterisk.record().resolve(ROTATED.format(Instant.now())),
                StandardCopyOption.ATOMIC_MOVE);
    }
}
