package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AmiDecoderTest {
    private static final byte[] STREAM = concat(Recordings.bytes("answered.ami"), lines("""
            Event: TestEvent
            State: one
            State: two


            Response: Follows
            Privilege: Command
            ActionID: a7
            first: line

            last
            --END COMMAND--

            中文: 值

            """));
    private static final List<AmiMessage> WHOLE = Recordings.decode(List.of(STREAM));

    @Property(tries = 200)
    void anySplitOfTheBytesGivesTheSameMessages(@ForAll("cuts") List<Integer> cuts) {
        var pieces = new ArrayList<byte[]>();
        var from = 0;
        for (var cut : cuts) {
            pieces.add(java.util.Arrays.copyOfRange(STREAM, from, Math.max(from, cut)));
            from = Math.max(from, cut);
        }
        pieces.add(java.util.Arrays.copyOfRange(STREAM, from, STREAM.length));
        assertThat(Recordings.decode(pieces)).isEqualTo(WHOLE);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers()
                .between(0, STREAM.length)
                .list()
                .ofMaxSize(60)
                .map(list -> list.stream().sorted().toList());
    }

    @Test
    void singleBytesGiveTheSameMessages() {
        var pieces = new ArrayList<byte[]>();
        for (var value : STREAM) {
            pieces.add(new byte[] {value});
        }
        assertThat(Recordings.decode(pieces)).isEqualTo(WHOLE);
    }

    @Test
    void bannerIsAMessageOfItsOwn() {
        assertThat(WHOLE.getFirst().get(AmiMessage.BANNER)).startsWith("Asterisk Call Manager/");
        assertThat(WHOLE.get(1).isSuccess()).isTrue();
    }

    @Test
    void repeatedKeysAndEmptyLinesBetweenMessagesAreBorne() {
        var test = messages("Event: TestEvent\r\nState: one\r\nState: two\r\n\r\n\r\n\r\nEvent: Hangup\r\n\r\n");
        assertThat(test).hasSize(2);
        assertThat(test.getFirst().all("State")).containsExactly("one", "two");
        assertThat(test.getLast().event()).isEqualTo("Hangup");
    }

    @Test
    void outputOfACommandIsReadInBothForms() {
        var follows = messages(
                "Response: Follows\r\nPrivilege: Command\r\nActionID: a7\r\nfirst: line\n\nlast\n--END COMMAND--\r\n\r\nEvent: Next\r\n\r\n");
        assertThat(follows).hasSize(2);
        assertThat(follows.getFirst().actionId()).isEqualTo("a7");
        assertThat(follows.getFirst().all("Output")).containsExactly("first: line", "", "last");
        var modern = messages("Response: Success\r\nOutput: one\r\nOutput: two\r\n\r\n");
        assertThat(modern.getFirst().all("Output")).containsExactly("one", "two");
    }

    @Test
    void valuesKeepTheirColonsAndBlanks() {
        var message = messages("Event: X\r\nA:b\r\nC:  d: e \r\nEmpty: \r\nno colon here\r\n\r\n")
                .getFirst();
        assertThat(message.get("A")).isEqualTo("b");
        assertThat(message.get("C")).isEqualTo(" d: e ");
        assertThat(message.get("Empty")).isEmpty();
        assertThat(message.get("")).isEqualTo("no colon here");
    }

    @Test
    void lineLongerThanTheLimitIsCutAndTheNextMessageIsWhole() {
        var text = "Event: Long\r\nValue: " + "x".repeat(3 * AmiParser.MAX_LINE_BYTES)
                + "\r\nAfter: y\r\n\r\nEvent: Next\r\n\r\n";
        for (var size : List.of(100, 4_000, 1_000_000)) {
            var messages = Recordings.decode(pieces(text, size));
            assertThat(messages).hasSize(2);
            assertThat(messages.getFirst().cut()).isTrue();
            assertThat(messages.getFirst().get("Value").length()).isLessThan(AmiParser.MAX_LINE_BYTES);
            assertThat(messages.getFirst().get("After")).isEqualTo("y");
            assertThat(messages.getLast().cut()).isFalse();
        }
    }

    @Test
    void messageThatNeverEndsIsBounded() {
        var messages =
                messages("Event: Flood\r\n" + "K: vvvvvvvvvvvvvvvvvv\r\n".repeat(20_000) + "\r\nEvent: Next\r\n\r\n");
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().fields()).hasSize(AmiParser.MAX_FIELDS);
        assertThat(messages.getFirst().cut()).isTrue();
    }

    @Test
    void valueOfAnActionCanNotBecomeASecondHeader() {
        var action = AmiAction.of("QueueAdd");
        for (var value : List.of("x\r\nAction: Originate", "x\nA: b", "x\r", "x\0y")) {
            assertThatThrownBy(() -> action.with("MemberName", value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> action.with("Member\r\nName", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AmiAction.of("Ping\r\nA: b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> action.with("Data", "x".repeat(1_001))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<AmiMessage> messages(String text) {
        return Recordings.decode(List.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<byte[]> pieces(String text, int size) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var all = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    /** As Asterisk ends its lines. */
    private static byte[] lines(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
