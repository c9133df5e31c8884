package org.hotline12345.ops.imports;

import java.util.Map;
import org.hotline12345.callback.Rating;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.UpstreamRating;

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

    /** The answers of a platform above; 未评价 and 未回访 are none. */
    static final Map<String, UpstreamRating> UPSTREAM_RATINGS = Map.of(
            "满意", UpstreamRating.SATISFIED,
            "非常满意", UpstreamRating.SATISFIED,
            "基本满意", UpstreamRating.BASICALLY_SATISFIED,
            "不满意", UpstreamRating.DISSATISFIED,
            "非常不满意", UpstreamRating.DISSATISFIED);

    private Names() {}
}
