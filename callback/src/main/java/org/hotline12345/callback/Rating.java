package org.hotline12345.callback;

/** How satisfied the citizen is with what was done. */
public enum Rating {
    /** 满意. */
    SATISFIED,
    /** 基本满意. */
    BASICALLY_SATISFIED,
    /** 不满意. */
    DISSATISFIED
}
