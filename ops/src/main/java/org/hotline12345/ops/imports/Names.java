package org.hotline12345.ops.imports;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12345.callback.Rating;
import org.hotline12345.ticketing.Channel;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.UpstreamRating;

/** What people call the constants of the modules. */
final class Names {
    static final Map<String, Nature> NATURES =
            Stream.of(Nature.values()).collect(Collectors.toUnmodifiableMap(Nature::title, nature -> nature));
    static final Map<String, Channel> CHANNELS =
            Stream.of(Channel.values()).collect(Collectors.toUnmodifiableMap(Channel::title, channel -> channel));
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
