package org.hotline12345.callback;

import java.time.Instant;
import org.hotline12345.office.HotlineCode;

/** What happened to a survey. */
public sealed interface SurveyEvent {
    SurveyId survey();

    HotlineCode hotline();

    Instant at();

    record Planned(SurveyId survey, HotlineCode hotline, Instant at, SurveyChannel channel) implements SurveyEvent {}

    record NotAsked(SurveyId survey, HotlineCode hotline, Instant at, String why) implements SurveyEvent {}

    /** The first message or call went out. */
    record Asked(SurveyId survey, HotlineCode hotline, Instant at, SurveyChannel channel) implements SurveyEvent {}

    record Answered(SurveyId survey, HotlineCode hotline, Instant at, SurveyChannel channel, Rating rating)
            implements SurveyEvent {}

    record Unrated(SurveyId survey, HotlineCode hotline, Instant at, SurveyChannel channel) implements SurveyEvent {}

    record Failed(SurveyId survey, HotlineCode hotline, Instant at, SurveyChannel channel) implements SurveyEvent {}
}
