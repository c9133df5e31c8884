package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CitizenKeysTest {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final int PLACE_BYTES = 64;
    private static final int BOOT_AT = 32;

    @TempDir
    private Path folder;

    private Seal seal() {
        Seal.create(folder.resolve("keys"));
        return Seal.read(folder.resolve("keys"));
    }

    private Path file() {
        return folder.resolve("keys.citizens");
    }

    @Test
    void eachCitizenHasAKeyThatIsFoundAgain() {
        var seal = seal();
        var first = seal.keyOf(NORTH, "15400000001");
        var second = seal.keyOf(NORTH, "15400000002");
        assertThat(first.index()).isNotEqualTo(second.index());
        var sealed = first.seal("张三");
        assertThat(seal.read(sealed)).contains("张三");
        assertThat(seal.keyOf(NORTH, "15400000001").index()).isEqualTo(first.index());
        var later = seal();
        assertThat(later.known(NORTH, "15400000001").orElseThrow().index()).isEqualTo(first.index());
        assertThat(later.read(sealed)).contains("张三");
        assertThat(later.known(new HotlineCode("south"), "15400000001")).isEmpty();
    }

    @Test
    void whoIsErasedCanBeReadByNobodyAndIsSomebodyNewWhenHeCallsAgain() throws IOException {
        var seal = seal();
        var other = seal();
        var key = other.keyOf(NORTH, "15400000001");
        var sealed = key.seal("张三");
        var secret = other.citizens().at(key.place()).orElseThrow();
        var neighbour = seal.keyOf(NORTH, "15400000002").seal("李四");
        assertThat(seal.read(sealed)).contains("张三");
        seal.citizens().closePlace(key.place());
        assertThat(other.read(sealed)).contains("张三");
        assertThat(other.known(NORTH, "15400000001")).isEmpty();
        seal.citizens().erase(key.place());
        for (var reader : List.of(seal, other, seal())) {
            assertThat(reader.read(sealed)).isEmpty();
            assertThat(reader.fate(sealed)).isEqualTo(Seal.Fate.ERASED);
            assertThat(reader.read(neighbour)).contains("李四");
        }
        var anew = other.keyOf(NORTH, "15400000001");
        assertThat(anew.index()).isNotEqualTo(key.index());
        assertThat(anew.place()).isNotEqualTo(key.place());
        var bytes = Files.readAllBytes(file());
        assertThat(contains(bytes, secret.secret())).isFalse();
        assertThat(Arrays.copyOfRange(bytes, key.place() * PLACE_BYTES + 1, (key.place() + 1) * PLACE_BYTES))
                .containsOnly(0);
    }

    @Test
    void manyAtOnceInSeveralProgramsGetOneKeyForEachNumber() throws Exception {
        var programs = List.of(seal(), seal(), seal());
        var numbers = IntStream.range(0, 3_000).mapToObj("154%08d"::formatted).toList();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var jobs = programs.stream()
                    .map(program -> (Callable<List<BlindIndex>>) () -> numbers.stream()
                            .map(number -> program.keyOf(NORTH, number).index())
                            .toList())
                    .toList();
            var found = threads.invokeAll(jobs);
            assertThat(found.get(0).get())
                    .isEqualTo(found.get(1).get())
                    .isEqualTo(found.get(2).get());
            assertThat(new HashSet<>(found.get(0).get())).hasSize(numbers.size());
        }
    }

    @Test
    void anotherProcessFindsTheKeyAndMakesNoSecondOne() throws Exception {
        var key = seal().keyOf(NORTH, "15400000001");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProcess.class.getName(),
                        folder.resolve("keys").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .lines()
                .toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.getFirst()).isEqualTo(key.index().toString());
        assertThat(said.getLast())
                .isEqualTo(
                        seal().known(NORTH, "15400000002").orElseThrow().index().toString());
    }

    /** What the test above starts. */
    static final class AnotherProcess {
        private AnotherProcess() {}

        public static void main(String[] args) {
            var seal = Seal.read(Path.of(args[0]));
            System.out.println(seal.keyOf(NORTH, "15400000001").index());
            System.out.println(seal.keyOf(NORTH, "15400000002").index());
        }
    }

    @Test
    void afterTheMachineWasOffNoPlaceIsGivenASecondTime() throws IOException {
        var before = seal();
        var lost = before.keyOf(NORTH, "15400000001");
        var sealed = lost.seal("张三");
        // The machine dies: the secret is on the disk, the note whose it is may not be.
        try (var file = new RandomAccessFile(file().toFile(), "rw")) {
            file.seek(lost.place() * (long) PLACE_BYTES);
            file.write(new byte[32]);
            file.seek(8);
            file.write(ByteBuffer.allocate(Integer.BYTES).putInt(lost.place()).array());
            file.seek(BOOT_AT);
            file.write(new byte[32]);
        }
        var after = seal();
        assertThat(after.read(sealed)).contains("张三");
        assertThat(after.fate(sealed)).isEqualTo(Seal.Fate.TO_RESEAL);
        var other = after.keyOf(NORTH, "15400000002");
        assertThat(other.place()).isGreaterThan(lost.place());
        assertThat(after.keyOf(NORTH, "15400000001").index()).isNotEqualTo(lost.index());
    }

    @Test
    void whoIsInterruptedWhileReadingDisturbsNobody() throws Exception {
        var seal = seal();
        var sealed = seal.keyOf(NORTH, "15400000001").seal("张三");
        var thread = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            seal.read(sealed);
            seal.keyOf(NORTH, "15400000003");
        });
        thread.join();
        assertThat(seal.read(sealed)).contains("张三");
        assertThat(seal.known(NORTH, "15400000003")).isPresent();
    }

    @Test
    void anOldCopyOfTheFileIsMissingWhatCameLater() throws IOException {
        var seal = seal();
        seal.citizens().name();
        var old = Files.readAllBytes(file());
        var sealed = seal.keyOf(NORTH, "15400000001").seal("张三");
        Files.write(file(), old);
        assertThat(seal().fate(sealed)).isEqualTo(Seal.Fate.LOST);
    }

    @Test
    void valuesOfBeforeAreReadAndFound() {
        var seal = seal();
        var before = seal.index(NORTH, "15400000001");
        var sealed = seal.seal("张三");
        assertThat(seal.fate(sealed)).isEqualTo(Seal.Fate.TO_RESEAL);
        var key = seal.keyOf(NORTH, "15400000001");
        assertThat(seal.index(NORTH, "15400000001").all())
                .anyMatch(one -> Arrays.equals(one, before.bytes()))
                .anyMatch(one -> Arrays.equals(one, key.index().bytes()));
        assertThat(seal.read(sealed)).contains("张三");
    }

    private static boolean contains(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }
}
