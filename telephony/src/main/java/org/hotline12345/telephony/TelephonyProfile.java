package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12345.office.Settings;

/**
 * What a hotline's profile says about its calls (section {@code telephony}): what a caller hears and where it leads.
 *
 * <p>Each key's text can be replaced by a recording: a file of the role's name in the prompts folder is played in place
 * of the text. The roles are {@code greeting} (also when this program is away: it should hold the recording notice, too),
 * {@code greeting-NUMBER} of a parallel line, {@code recording-notice}, {@code surge-greeting}, {@code closed},
 * {@code message}, {@code menu-NAME}, {@code unwelcome}, {@code callback-offer} (once, before the waiting), {@code
 * waiting-QUEUE} (the same, said by Asterisk to who waits), {@code callback-thanks} and {@code sorry}; of texts that are no
 * key, {@code menu-surge}, {@code menu-after-progress}, {@code progress-ask} and {@code progress-unknown}.
 *
 * @param own {@code greeting} (spoken first), {@code recording-notice} (spoken next: the law wants the caller to know of
 *     the recording; empty when the greeting says it), {@code queue} (in which callers wait, default hotline) and,
 *     under the key menu, the name of the first menu (default none: GB/T 33358 advises to go straight to an agent)
 * @param parallel {@code lines}: further numbers of this hotline, each {@code number} with its own greeting,
 *     recording-notice, queue and menu
 * @param menus {@code menus}: each {@code name}, {@code text}, {@code keys} (a list of {@code key} and {@code to}),
 *     {@code otherwise}, {@code tries}, {@code patience}
 * @param hours {@code hours-from}, {@code hours-until}, {@code hours-days} (ALL or WORKING): when agents take calls.
 *     Default always
 * @param sorry {@code sorry}: spoken when the caller has waited out the queue
 * @param closed {@code closed-text} and {@code closed-to}: what a caller hears outside these hours, and where it leads.
 *     Default a message
 * @param surgeGreeting {@code surge-greeting}: in place of the greeting while the shift leader has switched to surge
 * @param message {@code message-text} and {@code message-limit}: asks for a message, and how long it may be
 * @param waiting what a caller hears before and while waiting
 * @param unwelcome {@code unwelcome-text}: said to a caller who was found malicious, before all else
 * @param counting {@code counting}: what counts as offered, answered and abandoned
 * @param recordsTalks {@code record-talks}: whether talks are recorded. It says what is to be expected; Asterisk records, or not, as
 *     it is set where it runs ({@code RECORD_TALKS}). Default true
 * @param keepRecordings {@code keep-recordings}: recorded talks are deleted so long after the call arrived, unless they
 *     are held for a dispute. Default 365d
 */
public record TelephonyProfile(
        Line own,
        List<Line> parallel,
        Map<String, Menu> menus,
        OpeningHours hours,
        String sorry,
        Closed closed,
        String surgeGreeting,
        Message message,
        Waiting waiting,
        String unwelcome,
        CallCounting counting,
        boolean recordsTalks,
        Duration keepRecordings) {
    /** Outside the hours. */
    record Closed(String text, Destination to) {}

    /** How a message is taken. */
    record Message(String text, Duration limit) {}

    /**
     * While a caller waits.
     *
     * @param sayAhead {@code say-ahead}: whether the caller is told how many wait before, and about how long it takes
     * @param longest {@code longest-wait}: then the caller hears {@code sorry}. Default 10min
     * @param callbackOffer {@code callback-offer}: said again and again to who waits; pressing 1 ends the call, and the
     *     caller is called back. Default none: 1 does nothing
     * @param callbackThanks {@code callback-thanks}: said to who has asked for that
     */
    record Waiting(boolean sayAhead, Duration longest, String callbackOffer, String callbackThanks) {
        Optional<WayStep.Spoken> offer() {
            return callbackOffer.isBlank()
                    ? Optional.empty()
                    : Optional.of(new WayStep.Spoken("callback-offer", callbackOffer));
        }
    }

    public TelephonyProfile {
        parallel = List.copyOf(parallel);
        menus = Map.copyOf(menus);
    }

    public static TelephonyProfile read(Settings settings) {
        var menus = Menu.readAll(settings);
        var own = Line.own(settings, menus);
        var profile = new TelephonyProfile(
                own,
                Line.parallel(settings, own, menus),
                menus,
                OpeningHours.read(settings),
                settings.text("sorry", "对不起，现在话务员全忙，请您稍后再拨，我们也会主动回拨给您。"),
                new Closed(
                        settings.text("closed-text", "您好，现在是非工作时间。"),
                        Menu.readDestination(settings, "closed-to", new Destination.Message())),
                settings.text("surge-greeting", "您好，这里是12345热线，现在来电较多。"),
                new Message(
                        settings.text("message-text", "请在提示音后留言，说完请挂机，我们会尽快与您联系。"),
                        settings.duration(
                                "message-limit",
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(10))),
                new Waiting(
                        settings.flag("say-ahead", false),
                        settings.duration(
                                "longest-wait", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofHours(2)),
                        settings.text("callback-offer", ""),
                        settings.text("callback-thanks", "好的，我们会尽快给您回电，再见。")),
                settings.text("unwelcome-text", "您好，您的多次来电影响了其他群众的使用，请合理使用热线。"),
                CallCounting.read(settings.section("counting")),
                recordsTalks(settings),
                settings.duration("keep-recordings", Duration.ofDays(365), Duration.ofDays(1), Duration.ofDays(3_650)));
        if (profile.closed.to instanceof Destination.ToMenu menu && !menus.containsKey(menu.name())) {
            settings.problem("closed-to", "leads nowhere: there is no menu of this name");
        }
        return profile;
    }

    static boolean recordsTalks(Settings settings) {
        return settings.flag("record-talks", true);
    }

    /** The queue of the hotline's own number. */
    public QueueName queue() {
        return own.queue();
    }

    /** All queues that this profile leads to. */
    Set<QueueName> queues() {
        var queues = new HashSet<QueueName>();
        lines().forEach(line -> queues.add(line.queue()));
        Stream.concat(
                        Stream.of(closed.to),
                        menus.values().stream()
                                .flatMap(menu ->
                                        Stream.concat(menu.keys().values().stream(), Stream.of(menu.otherwise()))))
                .forEach(to -> {
                    if (to instanceof Destination.ToQueue queue) {
                        queues.add(queue.queue());
                    }
                });
        return queues;
    }

    Stream<Line> lines() {
        return Stream.concat(Stream.of(own), parallel.stream());
    }

    /** The line with that number; every number that is no parallel line is the hotline's own. */
    Line line(String number) {
        return parallel.stream()
                .filter(line -> line.number().equals(number))
                .findFirst()
                .orElse(own);
    }

    boolean hasParallelLine(String number) {
        return parallel.stream().anyMatch(line -> line.number().equals(number));
    }

    /** What the dialplan plays by itself, by the name of the file: it must be there when this program is not. */
    Map<String, List<String>> promptsOfTheDialplan() {
        var prompts = new HashMap<String, List<String>>();
        lines().forEach(line -> prompts.put(
                line.greetingRole(),
                Stream.of(line.greeting(), line.recordingNotice())
                        .filter(text -> !text.isBlank())
                        .toList()));
        prompts.put("sorry", List.of(sorry));
        prompts.put("callback-thanks", List.of(waiting.callbackThanks));
        waiting.offer()
                .ifPresent(offer -> queues().forEach(queue -> prompts.put("waiting-" + queue, List.of(offer.text()))));
        return prompts;
    }

    /** What callers hear, to be spoken before the first one comes. */
    List<WayStep.Spoken> promptsOfTheWay() {
        var prompts = new ArrayList<WayStep.Spoken>();
        lines().forEach(line -> {
            prompts.add(new WayStep.Spoken(line.greetingRole(), line.greeting()));
            prompts.add(new WayStep.Spoken("recording-notice", line.recordingNotice()));
        });
        menus.values().forEach(menu -> prompts.add(new WayStep.Spoken("menu-" + menu.name(), menu.text())));
        prompts.add(new WayStep.Spoken("closed", closed.text));
        prompts.add(new WayStep.Spoken("message", message.text));
        prompts.add(new WayStep.Spoken("surge-greeting", surgeGreeting));
        prompts.add(new WayStep.Spoken("unwelcome", unwelcome));
        waiting.offer().ifPresent(prompts::add);
        return prompts.stream().filter(spoken -> !spoken.text().isBlank()).toList();
    }
}
