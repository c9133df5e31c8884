package org.hotline12345.ticketing;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hotline12345.office.Settings;
import org.hotline12345.office.WorkCalendar;

/**
 * A hotline's rules for its tickets: section {@code ticketing} of the profile. What is not given is as in Henan.
 *
 * @param workingDays how long a unit has for a reply, by the nature of the request
 * @param urgentReply how long it has when the matter is urgent, by the clock
 * @param acknowledgeWithin how long a unit has to take a ticket; days off do not count
 * @param returns what a unit may send back, and until when
 * @param extensions how often and how far a deadline may be moved
 * @param reopening how often a ticket may be opened again
 * @param cards when the system issues cards
 * @param reminders how long before a deadline the system reminds
 * @param officeTimeStops whether a unit's time stands still while the ticket lies with the office
 * @param supervisionWays ways of supervision (督办方式), as people call them
 * @param form what is asked of citizens who write themselves
 */
public record TicketingProfile(
        Map<Nature, Integer> workingDays,
        Duration urgentReply,
        Duration acknowledgeWithin,
        Returns returns,
        Extensions extensions,
        Reopening reopening,
        Cards cards,
        Reminders reminders,
        boolean officeTimeStops,
        List<String> supervisionWays,
        FormRules form) {
    /** @param withinWorkingDays of being sent; later is late */
    public record Returns(int withinWorkingDays, Limit late) {}

    /**
     * @param mostWorkingDays of one extension
     * @param most how many a ticket's unit may have
     * @param late what asking after the deadline means
     * @param beyond what a larger or further extension means when it is granted
     */
    public record Extensions(int mostWorkingDays, int most, Limit late, Limit beyond) {}

    public record Reopening(int most, Limit beyond) {}

    /**
     * No regulation gives figures; these are assumptions that an office replaces.
     *
     * @param yellowAfterWorkingDays 0: as soon as the deadline is over
     */
    public record Cards(boolean issued, int yellowAfterWorkingDays, int redAfterWorkingDays) {}

    public record Reminders(Duration beforeAcknowledge, Duration beforeDue) {}

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(30);
    private static final List<String> WAYS = List.of("电话督办", "短信督办", "书面督办", "约谈", "现场督办", "联席会议");

    public TicketingProfile {
        var copy = new EnumMap<Nature, Integer>(Nature.class);
        for (var nature : Nature.values()) {
            copy.put(nature, workingDays.getOrDefault(nature, henanDays(nature)));
        }
        workingDays = Map.copyOf(copy);
        supervisionWays = List.copyOf(supervisionWays);
    }

    /** Reads the section; problems are noted in the settings and come out at their check. */
    public static TicketingProfile read(Settings section) {
        var days = new EnumMap<Nature, Integer>(Nature.class);
        var given = section.section("working-days");
        for (var nature : Nature.values()) {
            days.put(nature, given.number(nature.name(), henanDays(nature), 1, WorkCalendar.MAX_WORKING_DAYS));
        }
        var returns = section.section("returns");
        var extensions = section.section("extensions");
        var reopening = section.section("reopening");
        var reminders = section.section("reminders");
        return new TicketingProfile(
                days,
                time(section, "urgent-reply", Duration.ofHours(2)),
                time(section, "acknowledge", DAY),
                new Returns(workingDays(returns, "within-working-days", 1, 2), limit(returns, "late", Limit.MARK)),
                new Extensions(
                        workingDays(extensions, "most-working-days", 1, 10),
                        extensions.number("most", 1, 0, 100),
                        limit(extensions, "late", Limit.MARK),
                        limit(extensions, "beyond", Limit.HIGHER_RIGHT)),
                new Reopening(reopening.number("most", 1, 0, 100), limit(reopening, "beyond", Limit.HIGHER_RIGHT)),
                cards(section.section("cards")),
                new Reminders(
                        time(reminders, "before-acknowledge", Duration.ofHours(4)), time(reminders, "before-due", DAY)),
                section.flag("office-time-stops", true),
                section.words("supervision-ways", WAYS),
                FormRules.read(section.section("form")));
    }

    /** The rules where a profile says nothing. */
    public static TicketingProfile henan() {
        return read(Settings.parse("Henan's rules", "", Map.of()));
    }

    /** How many working days a unit has for a request of that nature. */
    public int workingDays(Nature nature) {
        return Objects.requireNonNull(workingDays.get(nature));
    }

    private static Cards cards(Settings section) {
        var yellow = workingDays(section, "yellow-after-working-days", 0, 0);
        var red = workingDays(section, "red-after-working-days", 0, 3);
        if (red < yellow) {
            section.problem("red-after-working-days", "a red card does not come before the yellow one");
        }
        return new Cards(section.flag("issued", true), yellow, red);
    }

    private static Duration time(Settings section, String key, Duration otherwise) {
        return section.duration(key, otherwise, Duration.ofMinutes(1), MOST);
    }

    private static int workingDays(Settings section, String key, int least, int otherwise) {
        return section.number(key, otherwise, least, WorkCalendar.MAX_WORKING_DAYS);
    }

    private static Limit limit(Settings section, String key, Limit otherwise) {
        return section.oneOf(key, otherwise, Limit.class);
    }

    private static int henanDays(Nature nature) {
        return switch (nature) {
            case INQUIRY -> 3;
            case COMPLAINT, TIP_OFF -> 10;
            case HELP, SUGGESTION, PRAISE, OTHER -> 5;
        };
    }
}
