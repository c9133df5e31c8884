package org.hotline12345.ops.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the ear can be trusted. Needs espeak-ng and sox. */
class SayingIT {
    private static final List<String> SENTENCES = List.of("您好，政务热线。", "通话将被录音。", "需要回电请按一。", "豫东方言请按一。");
    private static final int HOLE = Ear.RATE * 6 / 100;

    @TempDir
    private Path folder;

    private Saying saying(String words) {
        return Citizen.sentence(Path.of("..", "ops/asterisk").toAbsolutePath().normalize(), folder, words);
    }

    @Test
    void sentenceIsFoundThroughAStutterAndIsTakenForNoOther() {
        for (var words : SENTENCES) {
            var sentence = saying(words);
            var stuttered = sentence.stuttering(Ear.RATE, HOLE);
            assertThat(sentence.in(stuttered)).as(words).contains(Duration.ofSeconds(1));
            for (var other : SENTENCES) {
                if (!other.equals(words)) {
                    assertThat(saying(other).in(stuttered))
                            .as(other + " in " + words)
                            .isEmpty();
                }
            }
        }
    }
}
