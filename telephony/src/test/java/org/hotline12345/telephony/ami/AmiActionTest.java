package org.hotline12345.telephony.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AmiActionTest {
    @Property(tries = 2_000)
    void hostileValueStaysTheValueOfItsOneHeaderOrIsRefused(@ForAll("hostile") String value) {
        AmiAction action;
        try {
            action = AmiAction.of("QueueAdd").with("MemberName", value).with("Queue", "hotline");
        } catch (IllegalArgumentException e) {
            assertThat(value).as("refused").matches(text -> isRefusable(text));
            return;
        }
        var lines = new String(written(action), StandardCharsets.UTF_8).split("\r\n", -1);
        assertThat(lines).containsExactly("Action: QueueAdd", "MemberName: " + value, "Queue: hotline", "", "");
        // Nor does Asterisk, which ends a line at LF alone, see another one.
        assertThat(written(action))
                .as("line feeds")
                .satisfies(bytes -> assertThat(count(bytes, '\n')).isEqualTo(4));
    }

    @Property(tries = 1_000)
    void keyIsAWordOrIsRefused(@ForAll("hostile") String key) {
        if (key.matches("[A-Za-z][A-Za-z0-9-]{0,39}")) {
            assertThat(AmiAction.of("QueueAdd").with(key, "x").fields()).hasSize(1);
        } else {
            assertThatThrownBy(() -> AmiAction.of("QueueAdd").with(key, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void actionWithMoreFieldsThanAsteriskReadsIsRefused() {
        var fields = java.util.Collections.nCopies(121, new AmiMessage.Field("Variable", "a=b"));
        assertThatThrownBy(() -> new AmiAction("Originate", fields)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<String> hostile() {
        var words = Arbitraries.of(
                "15400000001",
                "\r\nAction: Originate",
                "\n",
                "\r",
                "\0",
                "\u0085",
                "\u2028",
                "\u2029",
                "\t",
                "\u007f",
                ": ",
                "<b>&|;",
                "' or 1=1 --",
                "中文",
                "MemberName",
                "\ud83d\ude00",
                "\ud83d",
                "x".repeat(999),
                "\u560d\u560a");
        return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(30))
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static boolean isRefusable(String value) {
        return value.chars().anyMatch(Character::isISOControl)
                || value.getBytes(StandardCharsets.UTF_8).length > 900
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static byte[] written(AmiAction action) {
        var channel = new EmbeddedChannel(new AmiEncoder());
        channel.writeOutbound(action);
        ByteBuf out = channel.readOutbound();
        var bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        channel.finishAndReleaseAll();
        return bytes;
    }

    private static long count(byte[] bytes, char wanted) {
        var count = 0;
        for (var one : bytes) {
            if (one == wanted) {
                count++;
            }
        }
        return count;
    }
}
