package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real provider of identities: {@code oidc-provider} of npm, as it is published, run by Node. Whoever types a name there is that
 * one.
 */
public final class IdentityProvider implements AutoCloseable {
    public static final String CLIENT = "hotline";
    public static final String SECRET = "s3cret of the tests +/=";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_STEPS = 12;
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"([a-z]+)\"");

    private final Process process;
    private final int port;

    private IdentityProvider(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Fetches the provider with npm, exactly the versions of the lock file. */
    public static Path install(Path sources, Path folder) {
        try {
            var place = Files.createDirectories(folder);
            for (var name : List.of("package.json", "package-lock.json", "provider.js")) {
                Files.copy(sources.resolve(name), place.resolve(name));
            }
            var log = place.resolve("npm.log");
            var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!npm.waitFor(120, TimeUnit.SECONDS) || npm.exitValue() != 0) {
                    throw new IllegalStateException("npm ci failed: " + Files.readString(log));
                }
            } finally {
                npm.destroyForcibly();
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts it, with keys that it never had before.
     *
     * @param installed where {@link #install} put it
     * @param address of the hotline that it knows
     * @param algorithm that it signs with
     */
    public static IdentityProvider start(Path installed, int port, String address, String algorithm) {
        try {
            var log = Files.createTempFile(installed, "provider", ".log");
            var process = new ProcessBuilder(
                            "node", "provider.js", Integer.toString(port), CLIENT, SECRET, address, algorithm)
                    .directory(installed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var until = System.nanoTime() + LIMIT.toNanos();
            while (!Files.readString(log).contains("listening")) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the provider did not start: " + Files.readString(log));
                }
                Thread.sleep(50);
            }
            return new IdentityProvider(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Another name of this machine than the hotline's, so that to a browser the two are different sites. */
    public static String issuer(int port) {
        return "http://localhost:" + port;
    }

    /** Signs somebody in there as a browser does, and gives the address of ours that the browser is sent back to. */
    public URI signIn(String authorizationAddress, String name) {
        var cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        try (var client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .connectTimeout(LIMIT)
                .build()) {
            var at = URI.create(authorizationAddress);
            var answer = get(client, at);
            for (int step = 0; step < MOST_STEPS; step++) {
                if (answer.statusCode() / 100 == 3) {
                    at = at.resolve(answer.headers().firstValue("location").orElseThrow());
                    if (at.getPort() != port) {
                        return at;
                    }
                    answer = get(client, at);
                } else {
                    var form = FORM.matcher(answer.body());
                    var prompt = PROMPT.matcher(answer.body());
                    if (!form.find() || !prompt.find()) {
                        throw new IllegalStateException("no form at " + at + ": " + answer.body());
                    }
                    at = at.resolve(form.group(1));
                    answer = post(
                            client,
                            at,
                            "prompt=" + prompt.group(1) + "&login=" + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                    + "&password=any");
                }
            }
            throw new IllegalStateException("the provider sends in circles: " + at);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI at) {
        return send(client, HttpRequest.newBuilder(at));
    }

    private static HttpResponse<String> post(HttpClient client, URI at, String form) {
        return send(
                client,
                HttpRequest.newBuilder(at)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
