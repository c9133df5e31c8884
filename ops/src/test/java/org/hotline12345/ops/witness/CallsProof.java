package org.hotline12345.ops.witness;

import static java.time.Duration.ofSeconds;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hotline12345.ops.witness.Strikes.Kind;
import org.hotline12345.ops.witness.Strikes.Strike;

/**
 * The result of a run, for a bench or a test.
 *
 * @param dialled calls that citizens dialled
 * @param perSecond how many of them a second
 * @param differences how many calls a witness and the call table tell differently, by name
 * @param unsettled calls that were not over or not compared with Asterisk's record in the end
 * @param missed what was to be done to the hotline and was not
 * @param rarest how many calls there were of the rarest way to be handed on, or to end without an answer
 * @param words what a reader wants to see: what was done, how many of what, deviations with their reasons, the first differences
 */
public record CallsProof(
        int dialled,
        double perSecond,
        Map<String, Integer> differences,
        long unsettled,
        List<String> missed,
        int rarest,
        List<String> words) {
    private static final int SHOWN = 8;

    public CallsProof {
        differences = Map.copyOf(differences);
        missed = List.copyOf(missed);
        words = List.copyOf(words);
    }

    /** 3,000 calls at 15 a second; everything that can die does. */
    public static CallsProof whole(Path repository, Path folder, long seed) throws Exception {
        return run(
                repository,
                folder,
                seed,
                Integer.getInteger("calls.count", 3_000),
                15,
                WHOLE_SEATS,
                List.of(
                        new Strike(ofSeconds(15), Kind.CUT_WITH_ROTATION),
                        new Strike(ofSeconds(35), Kind.CUT_IN_TRANSFER),
                        new Strike(ofSeconds(60), Kind.KILL_DATABASE),
                        new Strike(ofSeconds(80), Kind.KILL_BACKEND_TWICE),
                        new Strike(ofSeconds(115), Kind.CUT),
                        new Strike(ofSeconds(130), Kind.LONG_CUT),
                        new Strike(ofSeconds(175), Kind.KILL_ASTERISK)));
    }

    /** 200 calls; a cut in a transfer with the record rotated in another, and the program and Asterisk killed once. */
    public static CallsProof small(Path repository, Path folder, long seed) throws Exception {
        return run(
                repository,
                folder,
                seed,
                200,
                5,
                SMALL_SEATS,
                List.of(
                        new Strike(ofSeconds(4), Kind.CUT_IN_TRANSFER),
                        new Strike(ofSeconds(14), Kind.CUT_WITH_ROTATION),
                        new Strike(ofSeconds(22), Kind.KILL_BACKEND),
                        new Strike(ofSeconds(34), Kind.KILL_ASTERISK)));
    }

    /** So few that some callers wait before a telephone rings. */
    private static final int WHOLE_SEATS = 40;

    private static final int SMALL_SEATS = 14;

    private static CallsProof run(
            Path repository, Path folder, long seed, int calls, double perSecond, int seats, List<Strike> strikes)
            throws Exception {
        try (var run = CallsRun.open(repository, folder, seats)) {
            var seen = run.take(seed, calls, perSecond, strikes);
            var agreement = Agreement.of(seen);
            var tally = new Tally(seen);
            var words = new ArrayList<>(tally.words());
            words.add("tolerances: record " + Agreement.RECORD_TOLERANCE.toMillis() + " ms, telephones "
                    + Agreement.PHONE_TOLERANCE.toMillis() + " ms, queue_log "
                    + Agreement.QUEUE_LOG_TOLERANCE.toMillis()
                    + " ms, calls cut off by Asterisk's death " + Agreement.DEATH_TOLERANCE.toMillis()
                    + " ms; furthest apart within them: " + agreement.largest());
            agreement
                    .deviations()
                    .forEach((reason, whose) ->
                            words.add("deviation: " + reason + ": " + whose.size() + ", such as " + whose.getFirst()));
            var counts = new LinkedHashMap<String, Integer>();
            agreement.differences().forEach((name, sentences) -> {
                counts.put(name, sentences.size());
                sentences.stream().limit(SHOWN).forEach(sentence -> words.add(name + ": " + sentence));
            });
            return new CallsProof(
                    seen.phones().dialled().size(),
                    tally.perSecond(),
                    counts,
                    seen.unsettled(),
                    tally.missed(),
                    tally.rarest(),
                    words);
        }
    }
}
