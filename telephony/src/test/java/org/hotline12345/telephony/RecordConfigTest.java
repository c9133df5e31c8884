package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordConfigTest {
    @TempDir
    private Path folder;

    @Test
    void recordLiesWhereTheEmbeddedAsteriskWritesItUnlessToldOtherwise() {
        assertThat(read("").within(folder))
                .isEqualTo(new RecordConfig.Local(
                        folder.resolve("asterisk").resolve("cel"), RecordConfig.Rotation.DEFAULT));
        assertThat(read("{dir: /srv/cel, rotate-mib: 8, rotate-after: 1h, keep: 7d}")
                        .within(folder))
                .isEqualTo(new RecordConfig.Local(
                        Path.of("/srv/cel"), new RecordConfig.Rotation(8, Duration.ofHours(1), Duration.ofDays(7))));
        assertThat(read("source: none").within(folder)).isEqualTo(new RecordConfig.None());
    }

    @Test
    void remoteRecordNeedsAnAddressThatIsSecure() {
        assertThat(read("{source: remote, url: 'https://192.0.2.7:8346'}").within(folder))
                .isEqualTo(new RecordConfig.Remote(
                        URI.create("https://192.0.2.7:8346"),
                        folder.resolve("record-trust.pem"),
                        folder.resolve("record-secret"),
                        Duration.ofSeconds(10)));
        assertThatThrownBy(() -> read("source: remote")).hasMessageContaining("url: is missing");
        for (var bad :
                new String[] {"http://192.0.2.7:8346", "https://192.0.2.7/files", "https://a:b@host", "record"}) {
            assertThatThrownBy(() -> read("{source: remote, url: '" + bad + "'}"))
                    .as(bad)
                    .hasMessageContaining("https://host:port");
        }
        assertThatThrownBy(() -> read("source: elsewhere")).hasMessageContaining("one of local, remote and none");
    }

    @Test
    void secretIsReadWhenItIsNeeded() throws Exception {
        var remote = (RecordConfig.Remote)
                read("{source: remote, url: 'https://192.0.2.7'}").within(folder);
        assertThatThrownBy(remote::secret)
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("telephony.record.secret-file");
        Files.writeString(remote.secretFile(), "short\n");
        assertThatThrownBy(remote::secret).hasMessageContaining("must hold 16 to 200");
        Files.writeString(remote.secretFile(), "a-secret-of-the-record\n");
        assertThat(remote.secret()).isEqualTo("a-secret-of-the-record");
        assertThat(remote.toString()).doesNotContain("a-secret-of-the-record");
    }

    private static RecordConfig read(String text) {
        var settings = Settings.parse("test", text, Map.of());
        var config = RecordConfig.read(settings);
        settings.check();
        return config;
    }
}
