package org.hotline12345.office;

import java.util.Optional;

/**
 * A handling unit (承办单位): a department or township that tickets are dispatched to.
 *
 * @param name on the day that it was asked for
 * @param group the ranking group it belongs to on that day, such as 县直单位 or 乡镇
 * @param runs the hotline that it runs itself, as a county does: what is sent to the unit becomes a ticket there
 * @param life from when until when there is such a unit
 */
public record Unit(
        HotlineCode hotline, UnitCode code, String name, String group, Optional<HotlineCode> runs, UnitLife life) {
    public Unit {
        if (runs.filter(hotline::equals).isPresent()) {
            throw new IllegalArgumentException("unit " + code + " cannot run the hotline that it works for");
        }
    }

    /** A unit that has been there for ever. */
    public Unit(HotlineCode hotline, UnitCode code, String name, String group, Optional<HotlineCode> runs) {
        this(hotline, code, name, group, runs, UnitLife.ALWAYS);
    }

    /** A unit without a hotline of its own. */
    public Unit(HotlineCode hotline, UnitCode code, String name, String group) {
        this(hotline, code, name, group, Optional.empty());
    }

    /** As people say it where the code matters: 住建局 (zhujian). */
    public String called() {
        return name + " (" + code + ")";
    }
}
