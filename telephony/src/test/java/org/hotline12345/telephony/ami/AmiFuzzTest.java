package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever bytes come: nothing is thrown, all is bounded, their split does not matter, a simple reader reads the same, and
 * what is said afterwards is heard.
 *
 * <p>In a build the seeds beside this class run, and a property makes bytes at random from the protocol's own words. With
 * JAZZER_FUZZ=1 in the environment Jazzer looks for more, guided by which branches they reach; what it finds it puts beside
 * the seeds.
 */
class AmiFuzzTest {
    /** Ends whatever may be open: a line, an output, a message. */
    private static final byte[] END = ascii("\r\n--END COMMAND--\r\n\r\n");

    private static final AmiMessage LAST = new AmiMessage(List.of(new AmiMessage.Field("Event", "Last")), false);

    @FuzzTest(maxDuration = "2m")
    void anyBytesAreBorne(byte[] bytes) {
        check(bytes);
    }

    @Property(tries = 400)
    void anyMixtureOfTheProtocolsWordsIsBorne(@ForAll("mixtures") byte[] bytes) {
        check(bytes);
    }

    @Provide
    Arbitrary<byte[]> mixtures() {
        var words = Arbitraries.of(
                "Event: Hangup",
                "Event:Hangup",
                "Response: Success",
                "Response: Follows",
                "Response: Follows\r\nPrivilege: Command\r\nActionID: a1\r\n",
                "Output: one",
                "Message: Command output follows",
                "--END COMMAND--",
                "Asterisk Call Manager/11.0.0",
                "Key: one\r\nKey: two\r\nkey: three",
                "Uniqueid",
                "中文: 值",
                "\0\u0007\u001b[2J",
                ":",
                ": ",
                " ",
                "\r",
                "\n",
                "\r\n",
                "\r\n\r\n",
                "\r\n\r\n\r\n");
        var runs = Arbitraries.of(1, 63, 64, 65, 4_096, 16_382, 16_383, 16_384, 16_385, 16_386, 40_000, 1_000_000)
                .map("x"::repeat);
        var many = Arbitraries.of(1, 64, 2_001).map("K: v\r\n"::repeat);
        var keys = Arbitraries.integers().between(0, 6_000).map(AmiFuzzTest::differentKeys);
        var noise = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(40)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(30, words),
                        net.jqwik.api.Tuple.of(3, runs),
                        net.jqwik.api.Tuple.of(1, many),
                        net.jqwik.api.Tuple.of(1, keys),
                        net.jqwik.api.Tuple.of(4, noise))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
    }

    /** More than there are numbers for. */
    private static String differentKeys(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("Key").append(i).append(": ").append(i).append(i % 50 == 49 ? "\r\n\r\n" : "\r\n");
        }
        return text.append("\r\n").toString();
    }

    private static void check(byte[] bytes) {
        var stream = concat(concat(bytes, END), ascii("Event: Last\r\n\r\n"));
        var whole = Recordings.decode(List.of(stream));
        assertThat(whole.getLast()).isEqualTo(LAST);
        assertThat(Recordings.decode(split(stream))).isEqualTo(whole);
        assertThat(whole).isEqualTo(SimpleAmiReader.read(stream));
        for (var message : whole) {
            assertThat(message.fields()).hasSizeBetween(1, AmiParser.MAX_FIELDS);
            var letters = message.fields().stream()
                    .mapToInt(field -> field.key().length() + field.value().length())
                    .sum();
            assertThat(letters).isLessThanOrEqualTo(AmiParser.MAX_MESSAGE_BYTES);
        }
    }

    /** Into up to twenty pieces; the same bytes always at the same places, so that what failed can be tried again. */
    private static List<byte[]> split(byte[] bytes) {
        var random = new Random(Arrays.hashCode(bytes));
        var pieces = new ArrayList<byte[]>();
        var from = 0;
        for (int i = 0; i < 20 && from < bytes.length; i++) {
            var to = from + 1 + random.nextInt(bytes.length - from);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
