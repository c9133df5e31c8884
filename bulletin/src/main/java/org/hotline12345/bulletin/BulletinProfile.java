package org.hotline12345.bulletin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.ProfileVersion;
import org.hotline12345.office.Settings;
import org.hotline12345.telephony.CallCounting;

/**
 * The section {@code bulletin:} of a hotline's profile: what this office calls a bulletin.
 *
 * @param firstDay first day of the period: 1 for the calendar month, 26 for the 26th of the month before
 * @param basis the moment that puts a ticket into a period
 * @param closedAt the moment from which a ticket counts as done
 * @param counting what counts as offered, answered and abandoned: the section {@code telephony.counting}
 * @param natures codes in the order to print; empty for those that occurred, most frequent first
 * @param groups ranking groups in the order of their tables; others follow by name
 * @param zeroCell printed in a table where nothing was counted
 * @param words the sentences by their keys; empty texts leave a paragraph out
 */
public record BulletinProfile(
        int firstDay,
        Basis basis,
        ClosedAt closedAt,
        CallCounting counting,
        List<String> natures,
        List<String> groups,
        RatioFormat rates,
        RatioFormat shares,
        RatioFormat waits,
        SatisfactionFormula satisfaction,
        RankMethod rankMethod,
        RankBy rankBy,
        String zeroCell,
        Map<String, String> words) {
    /** The moment that puts a ticket into a period. */
    public enum Basis {
        ACCEPTED_AT("受理时间"),
        DISPATCHED_AT("转派时间"),
        HANDLED_AT("办结时间"),
        CLOSED_AT("结案时间");

        private final String words;

        Basis(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The moment from which a ticket counts as done. */
    public enum ClosedAt {
        /** 办结: the unit's work was accepted. */
        HANDLED_AT,
        /** 结案: the office closed it. */
        CLOSED_AT
    }

    /** The rate that places the units. */
    public enum RankBy {
        SATISFACTION("满意率"),
        ON_TIME("按时办结率"),
        CLOSURE("办结率");

        private final String words;

        RankBy(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final Settings WORDS = defaultWords();
    // What each office says differently stands in the section itself; the sentences in its part "words".
    private static final Set<String> HEAD = Set.of("title", "addressee", "issuer");

    // Every figure of calls is counted by the same rules, and these stand with the calls.
    private static final Set<String> MOVED = Set.of("answer-limit", "answer-limit-over");

    public BulletinProfile {
        natures = List.copyOf(natures);
        groups = List.copyOf(groups);
        words = Map.copyOf(words);
    }

    /** @throws BadSettings when the section cannot be used */
    static BulletinProfile of(ProfileVersion version) {
        var settings = version.settings();
        var section = settings.section("bulletin");
        var counting = settings.section("telephony").section("counting");
        var profile = read(section, CallCounting.read(counting));
        section.check();
        counting.check();
        return profile;
    }

    /** Reads the section; what is wrong is noted in the settings, as everywhere. */
    public static BulletinProfile read(Settings settings, CallCounting counting) {
        MOVED.stream().filter(settings::has).forEach(key -> {
            settings.text(key, "");
            settings.problem(key, "it is said in telephony.counting." + key + ", once for all figures");
        });
        var none = settings.text("none", "—");
        var rates = settings.section("rates");
        var shares = settings.section("shares");
        var waits = settings.section("waits");
        var rank = settings.section("rank");
        var profile = new BulletinProfile(
                settings.number("first-day", 1, 1, 28),
                settings.oneOf("basis", Basis.ACCEPTED_AT, Basis.class),
                settings.oneOf("closed-at", ClosedAt.HANDLED_AT, ClosedAt.class),
                counting,
                distinct(settings, "natures"),
                distinct(settings, "groups"),
                RatioFormat.percent(scale(rates, 2), rounding(rates), rates.flag("strip-zeros", false), none),
                RatioFormat.percent(scale(shares, 2), rounding(shares), shares.flag("strip-zeros", false), none),
                RatioFormat.secondsOfMillis(scale(waits, 1), rounding(waits), waits.flag("strip-zeros", false), none),
                settings.oneOf("satisfaction", SatisfactionFormula.RATED_ONLY, SatisfactionFormula.class),
                rank.oneOf("method", RankMethod.COMPETITION, RankMethod.class),
                rank.oneOf("by", RankBy.SATISFACTION, RankBy.class),
                settings.text("zero-cell", "0"),
                Map.of());
        return profile.withWords(words(settings, Draft.slots(profile)));
    }

    Sentence sentence(String key) {
        return Sentence.parse(words.getOrDefault(key, ""), Draft.slots(this));
    }

    private BulletinProfile withWords(Map<String, String> texts) {
        return new BulletinProfile(
                firstDay,
                basis,
                closedAt,
                counting,
                natures,
                groups,
                rates,
                shares,
                waits,
                satisfaction,
                rankMethod,
                rankBy,
                zeroCell,
                texts);
    }

    private static List<String> distinct(Settings settings, String key) {
        var names = settings.words(key, List.of());
        if (new HashSet<>(names).size() != names.size()) {
            settings.problem(key, "a name stands there twice");
        }
        return names;
    }

    private static int scale(Settings settings, int otherwise) {
        return settings.number("scale", otherwise, 0, RatioFormat.MAX_SCALE);
    }

    private static Rounding rounding(Settings settings) {
        return settings.oneOf("rounding", Rounding.HALF_UP, Rounding.class);
    }

    private static Map<String, String> words(Settings settings, Set<String> slots) {
        var words = new HashMap<String, String>();
        for (var key : WORDS.keys()) {
            var place = HEAD.contains(key) ? settings : settings.section("words");
            var text = place.text(key, WORDS.text(key, ""));
            try {
                Sentence.parse(text, slots);
            } catch (IllegalArgumentException e) {
                place.problem(key, String.valueOf(e.getMessage()));
            }
            words.put(key, text);
        }
        return words;
    }

    private static Settings defaultWords() {
        var file = "words.yaml";
        return Settings.parse(file, Resource.text(file), Map.of());
    }
}
