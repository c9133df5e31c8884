package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs espeak-ng and sox. */
class PromptsIT {
    @TempDir
    private Path folder;

    @Test
    void textIsSpokenOnceIntoAFileThatAsteriskPlays() throws IOException, UnsupportedAudioFileException {
        var prompts = new Prompts(folder);
        var path = prompts.path("-您好，这里是12345热线").orElseThrow();
        var file = Path.of(path + ".wav");
        var audio = AudioSystem.getAudioFileFormat(file.toFile());
        assertThat(audio.getFormat().getSampleRate()).isEqualTo(8_000f);
        assertThat(audio.getFormat().getChannels()).isEqualTo(1);
        assertThat(audio.getFormat().getSampleSizeInBits()).isEqualTo(16);
        assertThat(audio.getFrameLength()).as("more than a second").isGreaterThan(8_000);
        assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OTHERS_READ);
        var made = Files.getLastModifiedTime(file);
        assertThat(prompts.path("-您好，这里是12345热线")).contains(path);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void greetingLiesUnderItsOwnNameForWhenWeAreAwayAndFollowsTheText() throws IOException {
        var prompts = new Prompts(folder);
        prompts.prepare("greeting", List.of("您好。", "本次通话将被录音。"));
        var first = Files.readAllBytes(folder.resolve("greeting.wav"));
        prompts.prepare("greeting", List.of("您好。"));
        assertThat(Files.readAllBytes(folder.resolve("greeting.wav"))).isNotEqualTo(first);
    }

    @Test
    void recordingOfTheAdministratorIsPlayedAndNeverWrittenOver() throws IOException {
        var prompts = new Prompts(folder);
        prompts.prepare("greeting", List.of("您好。"));
        Files.writeString(folder.resolve("greeting.wav"), "a recording");
        prompts.prepare("greeting", List.of("您好，请讲。"));
        assertThat(folder.resolve("greeting.wav")).hasContent("a recording");
        assertThat(prompts.path("greeting", "您好，请讲。"))
                .contains(folder.resolve("greeting").toString());
    }
}
