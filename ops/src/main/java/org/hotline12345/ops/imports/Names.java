package org.hotline12345.ops.imports;

import java.util.Map;
import org.hotline12345.callback.Rating;
import org.hotline12345.ticketing.Nature;

/** What people call the constants of the modules. */
final class Names {
    static final Map<String, Nature> NATURES = Map.of(
            "咨询", Nature.INQUIRY,
            "求助", Nature.HELP,
            "投诉", Nature.COMPLAINT,
            "举报", Nature.TIP_OFF,
            "建议", Nature.SUGGESTION,
            "表扬", Nature.PRAISE,
            "其他", Nature.OTHER);
    static final Map<String, Rating> RATINGS = Map.of(
            "满意", Rating.SATISFIED,
            "基本满意", Rating.BASICALLY_SATISFIED,
            "不满意", Rating.DISSATISFIED);

    private Names() {}
}
