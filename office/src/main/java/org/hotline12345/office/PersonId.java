package org.hotline12345.office;

import java.util.UUID;

/** Who did it: a person of the office or of a unit, in every log in place of a name. */
public record PersonId(UUID value) {
    /** The system itself, where no person acted (automatic surveys, cards, cut-offs). */
    public static final PersonId SYSTEM = new PersonId(new UUID(0, 0));

    public static PersonId of(String text) {
        return new PersonId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
