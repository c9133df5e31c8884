package org.hotline12345.callback;

import java.time.Instant;
import java.util.Optional;

/** Where a survey stands; each state holds only what is true in it. */
public sealed interface SurveyState {
    /** The citizen is to be asked, not before that moment. */
    record Planned(Instant notBefore) implements SurveyState {}

    /** The citizen is to be asked by a way that is not set up here (no SMS centre); it goes on when it is. */
    record Waiting(String why) implements SurveyState {}

    /** The message or call is going out at this moment. */
    record Asking() implements SurveyState {}

    /** The citizen may answer until that moment. */
    record Asked(Instant at, Instant until) implements SurveyState {}

    record Answered(Instant askedAt, Instant at, Rating rating) implements SurveyState {}

    /** 未评价: asked, and no answer came. */
    record Unrated(Instant askedAt, Instant at) implements SurveyState {}

    /** Nobody to ask, or the profile asks nobody. */
    record NotAsked(String why) implements SurveyState {}

    /** The citizen could not be reached by any allowed try. */
    record Failed(Optional<Instant> askedAt, String why) implements SurveyState {}

    /** The stable word of a state in rows and pages. */
    enum Kind {
        PLANNED,
        WAITING,
        ASKING,
        ASKED,
        ANSWERED,
        UNRATED,
        NOT_ASKED,
        FAILED
    }

    default Kind kind() {
        return switch (this) {
            case Planned _ -> Kind.PLANNED;
            case Waiting _ -> Kind.WAITING;
            case Asking _ -> Kind.ASKING;
            case Asked _ -> Kind.ASKED;
            case Answered _ -> Kind.ANSWERED;
            case Unrated _ -> Kind.UNRATED;
            case NotAsked _ -> Kind.NOT_ASKED;
            case Failed _ -> Kind.FAILED;
        };
    }

    /** When the citizen was first asked. */
    default Optional<Instant> firstAskedAt() {
        return switch (this) {
            case Asked(var at, var _) -> Optional.of(at);
            case Answered(var askedAt, var _, var _) -> Optional.of(askedAt);
            case Unrated(var askedAt, var _) -> Optional.of(askedAt);
            case Failed(var askedAt, var _) -> askedAt;
            case Planned _, Waiting _, Asking _, NotAsked _ -> Optional.empty();
        };
    }
}
