package org.hotline12345.callback;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12345.callback.PgClosings.Closing;
import org.hotline12345.callback.PgClosings.NewSurvey;
import org.hotline12345.callback.Planning.Plan;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Refused;

/** Follows the log of tickets and plans a survey at each closing. */
final class SurveyPlanner {
    private static final int MAX_BATCHES_PER_ROUND = 20;

    private final PgClosings rows;
    private final Profiles profiles;
    private final Citizens citizens;
    private final Clock clock;
    private final Set<SurveyChannel> ways;
    private final int batchLimit;
    private final Consumer<List<SurveyEvent>> tell;

    /** @param ways the ways to ask that are set up; surveys by another wait */
    SurveyPlanner(
            PgClosings rows,
            Profiles profiles,
            Citizens citizens,
            Clock clock,
            Set<SurveyChannel> ways,
            int batchLimit,
            Consumer<List<SurveyEvent>> tell) {
        this.rows = rows;
        this.profiles = profiles;
        this.citizens = citizens;
        this.clock = clock;
        this.ways = ways;
        this.batchLimit = batchLimit;
        this.tell = tell;
    }

    void round() {
        for (int i = 0; i < MAX_BATCHES_PER_ROUND; i++) {
            var batch = rows.ticketEvents(batchLimit);
            if (batch.rows().isEmpty()) {
                return;
            }
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var surveys = PgClosings.closings(batch).stream()
                    .flatMap(closing -> survey(closing, now).stream())
                    .toList();
            tell.accept(rows.plan(batch, surveys));
            if (batch.rows().size() < batchLimit) {
                return;
            }
        }
    }

    private Optional<NewSurvey> survey(Closing closing, Instant now) {
        return plan(closing, now).map(plan -> {
            var waits = plan instanceof Plan.Ask ask && !ways.contains(ask.channel());
            return new NewSurvey(new SurveyId(UUID.randomUUID()), closing, plan, now, waits);
        });
    }

    private Optional<Plan> plan(Closing closing, Instant now) {
        try {
            var profile = profiles.of(closing.hotline(), now);
            if (!Planning.begins(profile.start(), closing.handles(), closing.closes())) {
                return Optional.empty();
            }
            return Optional.of(Planning.decide(profile, citizens.requester(closing.hotline(), closing.ticket())));
        } catch (Refused | BadSettings e) {
            // One ticket without a usable profile must not hold up all the others behind it.
            return Optional.of(new Plan.DoNotAsk("热线配置不可用：" + e.getMessage()));
        }
    }
}
