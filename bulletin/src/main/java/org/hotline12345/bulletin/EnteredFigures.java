package org.hotline12345.bulletin;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.UnitCode;

/** What an office entered for a period, as it stands now. Nothing here is a constant of a profile. */
public interface EnteredFigures {
    /** The units' points of an item; a unit without any has no points, which is not nought. */
    Map<UnitCode, BigDecimal> points(HotlineCode hotline, Period period, String item);

    /** The hotline's own figure of that name. */
    Optional<BigDecimal> own(HotlineCode hotline, Period period, String item);
}
