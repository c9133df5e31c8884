package org.hotline12345.bulletin;

import java.util.List;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Kept;
import org.hotline12345.office.PersonId;

/** Brings in figures from files. Each call is one transaction; bringing the same again changes nothing, another value is a correction. */
public interface FigureImports {
    Kept scores(HotlineCode hotline, List<EnteredScore> scores, PersonId by);

    Kept past(HotlineCode hotline, List<PastFigure> figures, PersonId by);
}
