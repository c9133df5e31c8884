package org.hotline12345.ticketing;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hotline12345.office.Settings;

/**
 * How the hotline above calls things in its daily file: section {@code ticketing.upstream} of the profile. Each platform has
 * its own titles and words.
 *
 * @param titles the title of each column; an empty one is not in the file
 * @param natures its words for the natures
 */
public record UpstreamProfile(Map<Column, String> titles, Map<String, Nature> natures) {
    /** What a column of the file holds; those of the reply are written by us. */
    public enum Column {
        NUMBER("工单编号"),
        TITLE("工单标题"),
        CONTENT("诉求内容"),
        NATURE("诉求类型"),
        AREA("事发地点"),
        URGENT("紧急"),
        REQUESTER("诉求人"),
        PHONE("联系电话"),
        DUE("办理时限"),
        RESULT_RATING("办理结果评价"),
        SERVICE_RATING("服务过程评价"),
        REPLY("办理结果"),
        REPLY_UNIT("承办单位"),
        REPLIED_AT("答复时间");

        private final String usual;

        Column(String usual) {
            this.usual = usual;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public UpstreamProfile {
        titles = Map.copyOf(titles);
        natures = Map.copyOf(natures);
    }

    /** Reads the section; problems are noted in the settings and come out at their check. */
    public static UpstreamProfile read(Settings section) {
        var titles = new EnumMap<Column, String>(Column.class);
        var given = section.section("columns");
        for (var column : Column.values()) {
            titles.put(column, given.text(column.key(), column.usual).strip());
        }
        for (var column : new Column[] {Column.NUMBER, Column.TITLE, Column.CONTENT, Column.REPLY}) {
            if (Objects.requireNonNull(titles.get(column)).isEmpty()) {
                given.problem(column.key(), "must have a title: nothing can be read or sent back without it");
            }
        }
        var words = section.section("natures");
        var natures = new HashMap<String, Nature>();
        for (var nature : Nature.values()) {
            for (var word : words.words(nature.name(), List.of(nature.title()))) {
                natures.put(word, nature);
            }
        }
        return new UpstreamProfile(titles, natures);
    }

    /** The title of a column; empty where the platform has none. */
    public Optional<String> title(Column column) {
        return Optional.ofNullable(titles.get(column)).filter(title -> !title.isEmpty());
    }
}
