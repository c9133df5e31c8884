package org.hotline12345.callback;

/** Hears what happens to surveys, in this process only: a hint. Who must not miss one reads the view. */
@FunctionalInterface
public interface CallbackListener {
    /** Called after the rows are committed, on a thread of callback, so it must return soon. */
    void on(SurveyEvent event);
}
