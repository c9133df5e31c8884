package org.hotline12345.bulletin.edition;

import java.time.Instant;
import org.hotline12345.office.PersonId;

/** How far an edition has come. */
public sealed interface EditionState {
    /** What a list and a row call the state. */
    enum Stage {
        DRAFT("起草"),
        SHOWN("单位核对"),
        FROZEN("已冻结"),
        CHECKED("已审核"),
        SIGNED_OFF("已签发"),
        NUMBERED("已编号"),
        PUBLISHED("已发布");

        private final String title;

        Stage(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    Stage stage();

    /** Its figures are counted anew at each look. */
    record Draft() implements EditionState {
        @Override
        public Stage stage() {
            return Stage.DRAFT;
        }
    }

    /** Units see their figures; what comes after {@code until} is late. */
    record Shown(Instant until) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.SHOWN;
        }
    }

    /** Facts and figures are kept and change no more. */
    record Frozen(PersonId by) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.FROZEN;
        }
    }

    /** Somebody else than who froze it has checked it. */
    record Checked(PersonId by) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.CHECKED;
        }
    }

    /** 签发: a leader put the name to it. */
    record SignedOff(String leader) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.SIGNED_OFF;
        }
    }

    record Numbered(String leader, String documentNumber) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.NUMBERED;
        }
    }

    /** Printed for ever: a correction is a new version. */
    record Published(String leader, String documentNumber, Instant at) implements EditionState {
        @Override
        public Stage stage() {
            return Stage.PUBLISHED;
        }
    }
}
