package org.hotline12345.callback;

import java.util.UUID;

/** One satisfaction survey (满意率调查): one closing of one ticket. */
public record SurveyId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
