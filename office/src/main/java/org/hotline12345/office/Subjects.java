package org.hotline12345.office;

import java.util.Optional;
import java.util.regex.Pattern;

/** As whom the provider of identities knows our people: what an administrator notes of them. */
public final class Subjects {
    private static final Pattern SHAPE = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    private final PgSignIns rows;
    private final Runnable changed;

    /** @param changed is told when open sign-ins have ended */
    Subjects(PgSignIns rows, Runnable changed) {
        this.rows = rows;
        this.changed = changed;
    }

    /**
     * Notes as whom the provider knows a person, or that nobody does; open sign-ins of that person end.
     *
     * @throws Refused (invalid) for what can be no value of a claim, (conflict) when somebody else is known as that
     */
    public void note(PersonId person, Optional<String> subject) {
        subject.ifPresent(Subjects::demandShape);
        if (!rows.noteSubject(person, subject)) {
            throw taken();
        }
        changed.run();
    }

    /** @throws Refused (invalid) for what can be no value of a claim, (conflict) when the provider knows somebody as that */
    public void demandFree(String subject) {
        demandShape(subject);
        if (rows.login(subject, false).isPresent()) {
            throw taken();
        }
    }

    private static void demandShape(String subject) {
        if (!SHAPE.matcher(subject).matches()) {
            throw Refused.invalid(
                    "what the provider calls a person has 1 to 255 characters, none of them a control character");
        }
    }

    private static Refused taken() {
        return Refused.conflict("the provider knows somebody else as that");
    }
}
