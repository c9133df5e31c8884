package org.hotline12345.office;

import java.util.List;

/** A configuration or a profile that cannot be used; each line names the place, the value and what is allowed. */
public final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSettings(String problem) {
        super(problem);
    }

    public BadSettings(List<String> problems) {
        super(String.join("\n", problems));
    }
}
