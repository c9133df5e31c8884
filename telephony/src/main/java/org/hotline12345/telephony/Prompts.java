package org.hotline12345.telephony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spoken texts as files that Asterisk plays. A text is spoken once, by espeak-ng, and kept under a name made from it. A
 * file that the administrator puts there for a role ({@code greeting.wav}) is played in place of the role's text, and
 * never written over.
 */
final class Prompts {
    private static final Logger LOG = LoggerFactory.getLogger(Prompts.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LONG_TEXT = Duration.ofMinutes(1);
    private static final int BYTES_PER_SECOND = 16_000;
    private static final int NAME_LENGTH = 24;
    /** Asterisk may run as somebody else. */
    private static final FileAttribute<?> READABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private static final String INSTALL =
            "install them (apt-get install espeak-ng sox), or put recorded files into the prompts folder";

    private final Path folder;
    private final ReentrantLock speaking = new ReentrantLock();
    private volatile boolean warned;

    Prompts(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The file that says the text, made now if there is none yet; its path as Asterisk wants it, without suffix. Empty
     * when it cannot be made: a caller must reach an agent without it, too.
     */
    Optional<String> path(String text) {
        return Optional.of(file(text))
                .filter(file -> Files.exists(file) || speak(text, file))
                .map(Prompts::withoutSuffix);
    }

    /** The recorded file of a role, or else the text. */
    Optional<String> path(String role, String text) {
        return recorded(role) ? Optional.of(withoutSuffix(folder.resolve(role + ".wav"))) : path(text);
    }

    /**
     * How long it takes to hear a file that {@link #path} gave: Asterisk plays 8 kHz, 16 bit. A file that is gone meanwhile
     * takes as long as a long text.
     */
    static Duration length(String path) {
        try {
            return Duration.ofMillis(Files.size(Path.of(path + ".wav")) * 1_000 / BYTES_PER_SECOND);
        } catch (IOException e) {
            return LONG_TEXT;
        }
    }

    /** Makes the texts' files, and one of all under the role's name, which the dialplan plays when we are away. */
    void prepare(String role, List<String> texts) {
        if (texts.isEmpty() || !texts.stream().allMatch(text -> path(text).isPresent()) || recorded(role)) {
            return;
        }
        var joined = String.join("", texts);
        var whole = file(joined);
        if (Files.exists(whole) || speak(joined, whole)) {
            try {
                var bytes = Files.readAllBytes(whole);
                write(madeNote(role), digest(bytes).getBytes(StandardCharsets.US_ASCII));
                write(folder.resolve(role + ".wav"), bytes);
            } catch (IOException e) {
                LOG.warn("prompt {}/{}.wav cannot be written: {}", folder, role, e.toString());
            }
        }
    }

    /** Whether the role's file is somebody's recording: it is there, and not what we noted to have made. */
    private boolean recorded(String role) {
        var file = folder.resolve(role + ".wav");
        try {
            return Files.exists(file)
                    && !(Files.exists(madeNote(role))
                            && Files.readString(madeNote(role), StandardCharsets.US_ASCII)
                                    .equals(digest(Files.readAllBytes(file))));
        } catch (IOException e) {
            LOG.warn("prompt {} cannot be read: {}", file, e.toString());
            return false;
        }
    }

    private Path madeNote(String role) {
        return folder.resolve(role + ".made");
    }

    private void write(Path file, byte[] bytes) throws IOException {
        var temporary = Files.createTempFile(folder, "writing", ".part", READABLE);
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String text) {
        var name = digest(text.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_LENGTH);
        return folder.resolve("t-" + name + ".wav");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }

    /** One text at a time: a machine that answers calls has better things to do. */
    private boolean speak(String text, Path file) {
        speaking.lock();
        try {
            if (Files.exists(file)) {
                return true;
            }
            Files.createDirectories(folder);
            var temporary = Files.createTempFile(folder, "speaking", ".wav", READABLE);
            try {
                return run(text, temporary) && moved(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                LOG.warn("texts cannot be spoken ({}): espeak-ng and sox are needed; {}", e.getMessage(), INSTALL);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            speaking.unlock();
        }
    }

    private static boolean run(String text, Path target) throws IOException, InterruptedException {
        // "--" so that a text that begins with a dash is a text
        var speak = new ProcessBuilder("espeak-ng", "-v", "cmn", "-s", "150", "-a", "80", "--stdout", "--", text)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        var convert = new ProcessBuilder(
                        "sox", "-t", "wav", "-", "-r", "8000", "-c", "1", "-b", "16", target.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        var processes = ProcessBuilder.startPipeline(List.of(speak, convert));
        var deadline = System.nanoTime() + LIMIT.toNanos();
        var well = true;
        for (var process : processes) {
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
                well = false;
            } else if (process.exitValue() != 0) {
                well = false;
            }
        }
        if (!well) {
            LOG.warn("a text of {} characters could not be spoken", text.length());
        }
        return well;
    }

    private static boolean moved(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static String withoutSuffix(Path file) {
        var text = file.toString();
        return text.substring(0, text.length() - ".wav".length());
    }
}
