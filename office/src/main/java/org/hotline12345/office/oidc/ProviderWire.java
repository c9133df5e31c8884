package org.hotline12345.office.oidc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.hotline12345.office.OidcConfig;
import org.hotline12345.office.Refused;

/**
 * Asks the provider: one question, one answer in JSON, within the time and the size that are allowed. No redirect is followed: what
 * the provider's own description names is what is asked.
 */
final class ProviderWire implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 256 << 10;
    private static final int MOST_AT_ONCE = 32;

    record Answer(int status, String text) {
        /** @throws DecodeException when it is no JSON object */
        JsonObject json() {
            try {
                return Buffer.buffer(text).toJsonObject();
            } catch (ClassCastException e) {
                throw new DecodeException("no JSON object");
            }
        }
    }

    private final OidcConfig config;
    private final HttpClient client;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    ProviderWire(OidcConfig config) {
        this.config = config;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.answerLimit());
        config.trustFile().ifPresent(file -> builder.sslContext(TrustFile.context(file)));
        client = builder.build();
    }

    /** Fails with {@link Refused} alone: (away) when no answer came, (limit) when too many wait for one. */
    Future<Answer> ask(HttpRequest.Builder question) {
        if (!room.tryAcquire()) {
            return Future.failedFuture(Refused.limit("too many people are signing in at once; try again in a moment"));
        }
        var request = question.header("accept", "application/json").build();
        var exchange = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
        // A limit of the client's would be over with the answer's first line; who sends a byte a second shall not hold
        // us.
        var inTime = exchange.copy()
                .orTimeout(config.answerLimit().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failed) -> {
                    room.release();
                    if (failed != null) {
                        exchange.cancel(true);
                    }
                });
        return Future.fromCompletionStage(inTime)
                .recover(failed -> Future.failedFuture(away(reason(failed))))
                .map(ProviderWire::answer);
    }

    Refused away(String why) {
        return Refused.away("the sign-in provider " + config.issuer() + " cannot be used: " + why);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }

    private String reason(Throwable failed) {
        var cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return switch (cause) {
            case TimeoutException _, HttpTimeoutException _ ->
                "it did not answer within " + config.answerLimit().toMillis() + " ms (office.oidc.answer-limit)";
            case SSLException e ->
                "no secure connection (" + e.getMessage()
                        + "); office.oidc.trust-file must hold the CA of its certificate,"
                        + " and the certificate must be for this host and not have run out";
            case ConnectException _ -> "nobody listens there";
            case IOException e -> "the connection broke (" + e.getClass().getSimpleName() + ")";
            default -> cause.getClass().getSimpleName();
        };
    }
}
