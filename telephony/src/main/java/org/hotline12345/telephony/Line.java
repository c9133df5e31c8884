package org.hotline12345.telephony;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.Settings;

/**
 * A number that citizens dial, with what is its own: 12345 itself, or a parallel one such as 12315. Calls are counted by
 * the number that was dialled.
 *
 * @param number empty for the hotline's own number
 * @param menu the menu that a caller hears first; empty: straight to an agent
 */
record Line(String number, String greeting, String recordingNotice, QueueName queue, Optional<String> menu) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{3,12}");
    private static final int MAX_LINES = 20;

    static Line own(Settings settings, Map<String, Menu> menus) {
        return new Line(
                "",
                settings.text("greeting", "您好，这里是12345政务服务便民热线。"),
                settings.text("recording-notice", "为保证服务质量，本次通话将被录音。"),
                readQueue(settings, new QueueName("hotline")),
                Menu.readName(settings, "menu", menus));
    }

    /** The parallel lines; what one does not say is as at the hotline's own number, but for the menu. */
    static List<Line> parallel(Settings settings, Line own, Map<String, Menu> menus) {
        var lines = new ArrayList<Line>();
        var numbers = new HashSet<String>();
        for (var section : settings.list("lines")) {
            var number = section.required("number", NUMBER, "3 to 12 digits, in quotation marks");
            if (!numbers.add(number)) {
                section.problem("number", "there is another line of this number");
            }
            lines.add(new Line(
                    number,
                    section.text("greeting", own.greeting),
                    section.text("recording-notice", own.recordingNotice),
                    readQueue(section, own.queue),
                    Menu.readName(section, "menu", menus)));
        }
        if (lines.size() > MAX_LINES) {
            settings.problem("lines", "has more than " + MAX_LINES + " lines");
        }
        return List.copyOf(lines);
    }

    /** The name under which a recorded greeting of this line lies in the prompts folder. */
    String greetingRole() {
        return number.isEmpty() ? "greeting" : "greeting-" + number;
    }

    private static QueueName readQueue(Settings settings, QueueName otherwise) {
        return new QueueName(
                settings.text("queue", otherwise.value(), QUEUE, "1 to 64 of letters, digits, '_' and '-'"));
    }

    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
}
