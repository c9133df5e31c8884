package org.hotline12345.ticketing.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.likeness.Alike;
import org.hotline12345.ticketing.likeness.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A unit that a ticket might be sent to. The dispatcher decides.
 *
 * @param reasons why, in words that the dispatcher reads
 * @param catalogueVersion the version of the catalogue that names the unit, if it does
 */
public record Suggestion(UnitCode unit, List<UnitCode> assisting, List<String> reasons, OptionalInt catalogueVersion) {
    static final int MOST = 3;
    private static final int NAMED_TICKETS = 2;

    public Suggestion {
        assisting = List.copyOf(assisting);
        reasons = List.copyOf(reasons);
    }

    private record Like(TicketNumber number, int percent) {}

    /**
     * What catalogue and experience say: first the units that the catalogue names, then those whose work on tickets of the
     * like was accepted.
     *
     * @param alike earlier tickets that may be like this one
     * @param alikePercent how alike an earlier ticket must be to count
     * @param notTo units that returned the ticket or have it
     */
    static List<Suggestion> of(
            Matter matter, Optional<Catalogue> catalogue, List<Alike> alike, int alikePercent, Set<UnitCode> notTo) {
        var experience = experience(matter, alike, alikePercent);
        var suggestions = new LinkedHashMap<UnitCode, Suggestion>();
        catalogue.ifPresent(in -> {
            for (var match : in.matches(matter)) {
                var entry = match.entry();
                suggestions.putIfAbsent(entry.lead(), named(in, match, experience.get(entry.lead())));
            }
        });
        experience.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<UnitCode, List<Like>> one) ->
                                one.getValue().stream().mapToInt(Like::percent).sum())
                        .reversed())
                .forEach(one -> suggestions.putIfAbsent(
                        one.getKey(),
                        new Suggestion(one.getKey(), List.of(), List.of(words(one.getValue())), OptionalInt.empty())));
        return suggestions.values().stream()
                .filter(suggestion -> !notTo.contains(suggestion.unit()))
                .limit(MOST)
                .toList();
    }

    private static Suggestion named(Catalogue in, Catalogue.Match match, @Nullable List<Like> likes) {
        var entry = match.entry();
        var reasons = new ArrayList<String>();
        reasons.add("目录 v" + in.version() + "：" + entry.category()
                + entry.area().map(area -> "×" + area).orElse("") + "（“" + String.join("”“", match.words()) + "”）");
        if (likes != null) {
            reasons.add(words(likes));
        }
        return new Suggestion(entry.lead(), entry.assisting(), reasons, OptionalInt.of(in.version()));
    }

    /** By unit, the tickets of the like whose work was accepted, the most alike first. */
    private static LinkedHashMap<UnitCode, List<Like>> experience(Matter matter, List<Alike> alike, int alikePercent) {
        var wording = Wording.of(matter);
        var likes = new LinkedHashMap<UnitCode, List<Like>>();
        for (var one : alike) {
            int percent = wording.alikePercent(Wording.of(one.title(), one.content()));
            if (percent >= alikePercent) {
                one.acceptedFrom()
                        .ifPresent(unit -> likes.computeIfAbsent(unit, _ -> new ArrayList<>())
                                .add(new Like(one.number(), percent)));
            }
        }
        likes.values()
                .forEach(
                        some -> some.sort(Comparator.comparingInt(Like::percent).reversed()));
        return likes;
    }

    private static String words(List<Like> likes) {
        return "相似工单 "
                + likes.stream()
                        .limit(NAMED_TICKETS)
                        .map(like -> like.number() + "（" + like.percent() + "%）")
                        .collect(Collectors.joining("、"))
                + (likes.size() > NAMED_TICKETS ? " 等 " + likes.size() + " 件" : "") + "由该单位办结";
    }
}
