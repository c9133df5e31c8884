package org.hotline12345.callback;

/** The way a citizen is asked. */
public enum SurveyChannel {
    /** A short message, answered by one. */
    SMS,
    /** A call that asks for a key. */
    VOICE
}
