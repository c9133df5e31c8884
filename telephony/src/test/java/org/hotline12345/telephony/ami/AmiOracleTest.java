package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.asteriskjava.manager.event.ManagerEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * asterisk-java reads the same recorded stream: both must agree on every field that both know. What is
 * null to the oracle (not set, or not known) cannot be compared.
 */
class AmiOracleTest {
    /** Getters that do not stand for a field as it came: the oracle keeps the number of cid-callingpres, not its words. */
    private static final List<String> OWN = List.of("class", "datereceived", "source", "cidcallingpres");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "answered.ami",
                "answered-citizen-hangs-up.ami",
                "abandoned-in-queue.ami",
                "hang-up-in-greeting.ami",
                "hang-up-while-ringing.ami",
                "ring-no-answer-then-second-seat.ami",
                "queue-wait-ran-out.ami",
                "interview-busy.ami"
            })
    void readersAgreeOnEveryFieldThatBothKnow(String recording) throws Exception {
        var ours = Recordings.messages(recording).stream()
                .filter(message -> !message.event().isEmpty())
                .toList();
        var theirs = new CopyOnWriteArrayList<ManagerEvent>();
        try (var asterisk = RecordedAsterisk.open()) {
            var oracle = new DefaultManagerConnection("127.0.0.1", asterisk.port(), "hotline", RecordedAsterisk.SECRET);
            oracle.addEventListener(theirs::add);
            oracle.login();
            asterisk.play(recording);
            asterisk.tell("Event: Hangup\r\nUniqueid: end-of-recording\r\n\r\n");
            await().atMost(Duration.ofSeconds(15)).until(() -> theirs.stream().anyMatch(AmiOracleTest::isEnd));
            oracle.logoff();
        }
        var compared = 0;
        var from = 0;
        for (var event : theirs) {
            if (isEnd(event)) {
                break;
            }
            var name = event.getClass().getSimpleName().replaceAll("Event$", "");
            for (int i = from; i < ours.size(); i++) {
                if (ours.get(i).event().equalsIgnoreCase(name)) {
                    compared += compare(ours.get(i), event);
                    from = i + 1;
                    break;
                }
            }
        }
        assertThat(compared).as("fields that both know").isGreaterThan(40);
    }

    @Test
    void comparisonWouldSeeADifference() throws Exception {
        var event = new org.asteriskjava.manager.event.HangupEvent(this);
        event.setChannel("PJSIP/1001-00000001");
        var other = new AmiMessage(
                List.of(
                        new AmiMessage.Field("Event", "Hangup"),
                        new AmiMessage.Field("Channel", "PJSIP/1002-00000001")),
                false);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> compare(other, event))
                .isInstanceOf(AssertionError.class);
    }

    private static boolean isEnd(ManagerEvent event) {
        return event instanceof org.asteriskjava.manager.event.HangupEvent hangup
                && "end-of-recording".equals(hangup.getUniqueId());
    }

    /** How many fields were compared. */
    private static int compare(AmiMessage ours, ManagerEvent theirs)
            throws IllegalAccessException, InvocationTargetException {
        Map<String, String> values = new HashMap<>();
        for (var field : ours.fields()) {
            values.putIfAbsent(field.key().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT), field.value());
        }
        var compared = 0;
        for (var getter : theirs.getClass().getMethods()) {
            var key = getter.getName().replaceAll("^get", "").toLowerCase(Locale.ROOT);
            if (!getter.getName().startsWith("get")
                    || getter.getParameterCount() > 0
                    || OWN.contains(key)
                    || !values.containsKey(key)) {
                continue;
            }
            var value = getter.invoke(theirs);
            if (value instanceof String || value instanceof Number) {
                assertThat(text(value)).as("%s of %s", key, ours.event()).isEqualTo(text(values.get(key)));
                compared++;
            }
        }
        return compared;
    }

    private static String text(Object value) {
        var text = value.toString();
        return text.matches("-?[0-9]+\\.[0-9]+(E[0-9]+)?")
                ? new java.math.BigDecimal(text).stripTrailingZeros().toPlainString()
                : text;
    }
}
