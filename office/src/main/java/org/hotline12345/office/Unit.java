package org.hotline12345.office;

import java.util.Optional;

/**
 * A handling unit (承办单位): a department or township that tickets are dispatched to.
 *
 * @param group the ranking group it belongs to, such as 县直单位 or 乡镇
 * @param runs the hotline that it runs itself, as a county does: what is sent to the unit becomes a ticket there
 */
public record Unit(HotlineCode hotline, UnitCode code, String name, String group, Optional<HotlineCode> runs) {
    public Unit {
        if (runs.filter(hotline::equals).isPresent()) {
            throw new IllegalArgumentException("unit " + code + " cannot run the hotline that it works for");
        }
    }

    /** A unit without a hotline of its own. */
    public Unit(HotlineCode hotline, UnitCode code, String name, String group) {
        this(hotline, code, name, group, Optional.empty());
    }
}
