package org.hotline12345.ticketing;

/** What happens to a step beyond a limit on time or number. A limit marks; only a profile makes it more. */
public enum Limit {
    /** The step is done and marked. */
    MARK,
    /** The step is done and marked, by people with {@link Rights#OVERRIDE} only. */
    HIGHER_RIGHT,
    /** The step is refused. */
    REFUSE
}
