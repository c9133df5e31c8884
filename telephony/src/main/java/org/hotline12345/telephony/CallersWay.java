package org.hotline12345.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.telephony.WayStep.Spoken;

/**
 * The way of one caller, decided from what is true on arrival and from the keys that the caller presses: pure, so that
 * every way can be tried without a telephone.
 *
 * @param line the line that was dialled
 * @param open whether agents take calls at this hour
 * @param notices what the shift leader has every caller told
 * @param surge the surge that is switched on
 * @param night the night that is switched on
 * @param unwelcome how a caller is treated who was found malicious
 */
record CallersWay(
        HotlineCode hotline,
        TelephonyProfile profile,
        Line line,
        boolean open,
        List<LineSwitch.Notice> notices,
        Optional<LineSwitch.Surge> surge,
        Optional<LineSwitch.Night> night,
        Optional<Unwelcome.Treatment> unwelcome) {
    /** Whoever walks from menu to menu for so long gets a human being. */
    private static final int MAX_KEYS = 12;
    /** Queued last, before nobody: never dropped. */
    private static final int LAST = -10;

    private static final Menu AFTER_PROGRESS = new Menu(
            "after-progress",
            "需要人工服务请按0，结束请挂机。",
            Map.of('0', new Destination.Agent()),
            1,
            Duration.ofSeconds(5),
            new Destination.End());

    private static final Menu SURGE = new Menu(
            "surge",
            "留言请按1，继续等候请不要按键。",
            Map.of('1', new Destination.Message()),
            1,
            Duration.ofSeconds(3),
            new Destination.Agent());

    CallersWay {
        notices = List.copyOf(notices);
    }

    /**
     * How the way goes on.
     *
     * @param keys the keys that were pressed so far, one for each question, {@link WayStep.AskKey#NO_KEY} for none
     * @param ahead who waits in each queue at this moment
     */
    List<WayStep> steps(String keys, Map<QueueName, Ahead> ahead) {
        var steps = new ArrayList<WayStep>();
        if (keys.isEmpty()) {
            greet(steps);
        }
        var to = first();
        for (int i = 0; i < keys.length(); i++) {
            to = after(to, keys.charAt(i));
        }
        if (keys.length() >= MAX_KEYS && menuOf(to).isPresent()) {
            to = new Destination.Agent();
        }
        lead(to, steps, ahead);
        return steps;
    }

    /** Where the caller goes before any key is pressed. */
    private Destination first() {
        if (night.isPresent()) {
            return new Destination.ToNumber(night.get().number());
        }
        if (!open) {
            return profile.closed().to();
        }
        if (surge.isPresent()) {
            return surge.get().takesMessages() ? new Destination.ToMenu(SURGE.name()) : new Destination.Agent();
        }
        return line.menu().<Destination>map(Destination.ToMenu::new).orElseGet(Destination.Agent::new);
    }

    private void greet(List<WayStep> steps) {
        unwelcome.ifPresent(_ -> say(steps, "unwelcome", profile.unwelcome()));
        if (surge.isPresent()) {
            say(steps, "surge-greeting", profile.surgeGreeting());
        } else {
            say(steps, line.greetingRole(), line.greeting());
        }
        say(steps, "recording-notice", line.recordingNotice());
        notices.forEach(notice -> say(steps, "", notice.text()));
        if (night.isPresent()) {
            say(steps, "", night.get().text());
        } else if (!open) {
            say(steps, "closed", profile.closed().text());
        }
    }

    private Destination after(Destination asked, char key) {
        var menu = menuOf(asked);
        return menu.isEmpty()
                ? asked
                : menu.get().keys().getOrDefault(key, menu.get().otherwise());
    }

    /** The question that is put at this place, if one is. */
    private Optional<Menu> menuOf(Destination to) {
        return switch (to) {
            case Destination.ToMenu menu
            when menu.name().equals(SURGE.name()) && surge.isPresent() -> Optional.of(SURGE);
            case Destination.ToMenu menu -> Optional.ofNullable(profile.menus().get(menu.name()));
            case Destination.Progress _ -> Optional.of(AFTER_PROGRESS);
            default -> Optional.empty();
        };
    }

    private void lead(Destination to, List<WayStep> steps, Map<QueueName, Ahead> ahead) {
        switch (to) {
            case Destination.Agent _ -> queue(agents(), steps, ahead);
            case Destination.ToQueue queue -> queue(queue.queue(), steps, ahead);
            case Destination.ToMenu _ ->
                menuOf(to).ifPresentOrElse(menu -> steps.add(ask(menu)), () -> queue(agents(), steps, ahead));
            case Destination.Progress _ -> {
                steps.add(new WayStep.TellProgress());
                steps.add(ask(AFTER_PROGRESS));
            }
            case Destination.Emergency emergency -> steps.add(new WayStep.HandToEmergency(emergency));
            case Destination.ToNumber number -> steps.add(new WayStep.HandTo(number));
            case Destination.Message _ -> {
                var message = profile.message();
                steps.add(new WayStep.TakeMessage(new Spoken("message", message.text()), message.limit()));
                steps.add(new WayStep.Leave());
            }
            case Destination.End _ -> steps.add(new WayStep.Leave());
        }
    }

    /** In a surge all hands are at the hotline's own queue. */
    private QueueName agents() {
        return surge.isPresent() ? profile.queue() : line.queue();
    }

    private void queue(QueueName queue, List<WayStep> steps, Map<QueueName, Ahead> ahead) {
        var before = ahead.getOrDefault(queue, Ahead.NOBODY);
        if (profile.waiting().sayAhead() && before.callers() > 0) {
            say(steps, "", before.words());
        }
        var isLast = unwelcome.filter(Unwelcome.Treatment.LAST::equals).isPresent();
        steps.add(new WayStep.Wait(
                queue,
                isLast ? LAST : 0,
                profile.waiting().longest(),
                profile.waiting().offer()));
    }

    private static WayStep.AskKey ask(Menu menu) {
        return new WayStep.AskKey(
                new Spoken("menu-" + menu.name(), menu.text()), menu.keys().keySet(), menu.tries(), menu.patience());
    }

    private static void say(List<WayStep> steps, String role, String text) {
        if (!text.isBlank()) {
            steps.add(new WayStep.Say(new Spoken(role, text)));
        }
    }
}
