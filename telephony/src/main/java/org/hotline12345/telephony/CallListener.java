package org.hotline12345.telephony;

/** Hears what happens to citizens' calls. */
@FunctionalInterface
public interface CallListener {
    /**
     * Called after the rows are committed, in order, on telephony's one thread for calls: it must return soon, and what
     * it throws is logged and goes no further.
     *
     * @param call the call as it is after the event
     */
    void on(Call call, CallEvent event);
}
