package org.hotline12345.ops.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/** The images, built from the very Dockerfiles that users build, and the telephones that call them. */
final class Images {
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

    private final Map<String, String> ids;
    private final String telephones;

    private Images(Map<String, String> ids, String telephones) {
        this.ids = ids;
        this.telephones = telephones;
    }

    /** Builds them; what the engine has built before it does not build again. */
    static Images build(Path ops) {
        var ids = run(List.of(ops.resolve("docker/build").toString(), "asterisk", "backend", "postgresql"))
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(image -> image[0].replaceFirst(".*/", ""), image -> image[1]));
        var telephones = new ImageFromDockerfile("hotline12345/telephones", false)
                .withFileFromPath("Dockerfile", ops.resolve("src/test/docker/telephones/Dockerfile"))
                .withFileFromPath("scenarios", ops.resolve("src/test/sipp"))
                .get();
        return new Images(ids, telephones);
    }

    /** By its id, not its name: another build on this machine may give the name to its own. */
    DockerImageName image(String name) {
        return DockerImageName.parse(ids.get(name));
    }

    DockerImageName telephones() {
        return DockerImageName.parse(telephones);
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            var printed = new StringBuilder();
            var reader = Thread.ofVirtual().start(() -> printed.append(readAll(process)));
            if (!process.waitFor(BUILD_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new IllegalStateException(command + " was not done after " + BUILD_LIMIT);
            }
            reader.join();
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue() + ": " + printed);
            }
            return printed.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
