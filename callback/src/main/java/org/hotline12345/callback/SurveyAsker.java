package org.hotline12345.callback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hotline12345.callback.PgSurveys.Claim;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.DialOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks citizens whose survey is due: claims a survey, asks, notes what came of it. Between claim and note the survey is
 * this process's alone; when the process dies there, the attempt is found open and is noted as unknown.
 */
final class SurveyAsker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SurveyAsker.class);
    /** Longer than any message or call takes, with its waiting. */
    private static final Duration CLAIM_LIMIT = Duration.ofMinutes(30);
    /** Pause after something that was not the citizen's doing. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final PgSurveys rows;
    private final Profiles profiles;
    private final Citizens citizens;
    private final @Nullable Sms sms;
    private final Clock clock;
    private final int batchLimit;
    private final Semaphore messages;
    private final Semaphore dials;
    private final Consumer<List<SurveyEvent>> tell;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("survey-", 0).factory());

    SurveyAsker(
            PgSurveys rows,
            Profiles profiles,
            Citizens citizens,
            @Nullable Sms sms,
            Clock clock,
            CallbackConfig config,
            Consumer<List<SurveyEvent>> tell) {
        this.rows = rows;
        this.profiles = profiles;
        this.citizens = citizens;
        this.sms = sms;
        this.clock = clock;
        this.batchLimit = config.batchLimit();
        this.messages = new Semaphore(config.smsAtOnce());
        this.dials = new Semaphore(config.dialsAtOnce());
        this.tell = tell;
    }

    /** Lets what is running end, for a while; what is cut off is found again at the next start. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void round() {
        var now = now();
        tell.accept(rows.endOverdue(now, batchLimit));
        recover(now.minus(CLAIM_LIMIT));
        if (sms != null && sms.ready()) {
            begin(SurveyChannel.SMS, messages, now);
        }
        if (citizens.canDial()) {
            begin(SurveyChannel.VOICE, dials, now);
        }
    }

    /** Notes attempts whose process died before it could. */
    void recover(Instant begunBefore) {
        for (var claim : rows.lost(begunBefore)) {
            LOG.warn(
                    "survey {}: attempt {} was cut off, whether it reached the citizen is unknown",
                    claim.id(),
                    claim.attempt());
            var why = "the program ended in between";
            tell.accept(
                    switch (claim.channel()) {
                        // No citizen is asked twice: the message may have arrived, so its answer is awaited.
                        case SMS -> rows.noteAsked(claim, now(), Attempt.Outcome.UNKNOWN, why, List.of(), until(claim));
                        case VOICE -> inVain(claim, Attempt.Outcome.UNKNOWN, why);
                    });
        }
    }

    private void begin(SurveyChannel channel, Semaphore places, Instant now) {
        var free = Math.min(places.availablePermits(), batchLimit);
        if (free == 0) {
            return;
        }
        var hotlines = rows.hotlinesDue(channel, now).stream()
                .filter(hotline -> profiles.askingHours(hotline, now))
                .toList();
        if (hotlines.isEmpty()) {
            return;
        }
        for (var claim : rows.claim(channel, hotlines, now, free)) {
            // Only this thread takes places, so the free ones that were counted are still there.
            places.acquireUninterruptibly();
            workers.execute(() -> {
                try {
                    tell.accept(ask(claim));
                } catch (Exception e) {
                    // The attempt stays open and is noted as unknown by a later round.
                    LOG.error("survey {}: attempt {} could not be noted", claim.id(), claim.attempt(), e);
                } finally {
                    places.release();
                }
            });
        }
    }

    private List<SurveyEvent> ask(Claim claim) {
        return switch (claim.channel()) {
            case SMS -> write(claim);
            case VOICE -> call(claim);
        };
    }

    private List<SurveyEvent> write(Claim claim) {
        if (sms == null) {
            return later(claim, "no SMS centre is set up");
        }
        var text = Planning.message(profiles.of(claim.hotline(), claim.plannedAt()), claim.ticket());
        return switch (sms.send(claim.number(), text)) {
            case SmsResult.Accepted(var ids) ->
                rows.noteAsked(claim, now(), Attempt.Outcome.ACCEPTED, "", ids, until(claim));
            case SmsResult.Unsure(var why) ->
                rows.noteAsked(claim, now(), Attempt.Outcome.UNKNOWN, why, List.of(), until(claim));
            case SmsResult.Rejected(var why) ->
                rows.noteFailed(claim, now(), Attempt.Outcome.REJECTED, "短信中心拒收：" + why);
            case SmsResult.Later(var why) -> later(claim, why);
        };
    }

    private List<SurveyEvent> call(Claim claim) {
        var profile = profiles.of(claim.hotline(), claim.plannedAt());
        DialOutcome outcome;
        try {
            outcome = citizens.dial(
                    claim.hotline(),
                    claim.number(),
                    Planning.interview(profile),
                    profile.voice().ringLimit());
        } catch (Refused e) {
            return later(claim, e.getMessage() == null ? "refused" : e.getMessage());
        }
        return switch (outcome) {
            case DialOutcome.PickedUp(var answers) -> {
                var rating = answers.isEmpty() ? null : profile.digits().get(answers.getFirst());
                yield rating == null
                        ? rows.noteUnrated(claim, now(), Attempt.Outcome.NO_DIGIT)
                        : rows.noteRated(claim, now(), rating);
            }
            case DialOutcome.Busy() -> inVain(claim, Attempt.Outcome.BUSY, "");
            case DialOutcome.NoAnswer() -> inVain(claim, Attempt.Outcome.NO_ANSWER, "");
            case DialOutcome.Unreachable(var cause) -> inVain(claim, Attempt.Outcome.UNREACHABLE, cause);
        };
    }

    private List<SurveyEvent> inVain(Claim claim, Attempt.Outcome outcome, String why) {
        var voice = profiles.of(claim.hotline(), claim.plannedAt()).voice();
        if (claim.tries() >= voice.tries()) {
            return rows.noteFailed(claim, now(), outcome, "呼叫 " + claim.tries() + " 次未接通");
        }
        return rows.noteTryAgain(claim, now(), outcome, why, now().plus(voice.pause()));
    }

    private List<SurveyEvent> later(Claim claim, String why) {
        LOG.info("survey {} goes out later: {}", claim.id(), why);
        rows.noteLater(claim, now(), why, now().plus(LATER));
        return List.of();
    }

    private Instant until(Claim claim) {
        return now().plus(profiles.of(claim.hotline(), claim.plannedAt()).answerWindow());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
