package org.hotline12345.ticketing.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.hotline12345.office.Refused;
import org.hotline12345.ticketing.IntakeClient;
import org.hotline12345.ticketing.IntakeClients;
import org.hotline12345.ticketing.IntakeConfig;
import org.hotline12345.ticketing.Throttle;
import org.hotline12345.ticketing.open311.GeoReport;

/** Who sends a request that no signed-in person makes: a client by its token, or somebody at an address. Each has its limit. */
public final class Senders implements GeoReport.Gate {
    private static final int MOST_ADDRESSES = 100_000;
    private static final int MOST_CLIENTS = 10_000;
    private static final int WRONG_TOKENS_PER_MINUTE = 30;
    private static final int MAX_ADDRESS = 64;
    private static final String BEARER = "bearer ";

    private final IntakeClients clients;
    private final IntakeConfig config;
    private final Clock clock;
    private final Throttle requests = new Throttle(Duration.ofMinutes(1), MOST_CLIENTS);
    private final Throttle wrongTokens = new Throttle(Duration.ofMinutes(1), MOST_ADDRESSES);
    private final Throttle reports = new Throttle(Duration.ofHours(1), MOST_ADDRESSES);
    private final Throttle questions = new Throttle(Duration.ofMinutes(1), MOST_ADDRESSES);

    public Senders(IntakeClients clients, IntakeConfig config, Clock clock) {
        this.clients = clients;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The client whose token the request carries; counts the request.
     *
     * @throws Refused (sign-in) without a working token, (limit) for too many requests
     */
    public IntakeClient client(RoutingContext rc) {
        var header = Optional.ofNullable(rc.request().getHeader("Authorization"))
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .orElseThrow(
                        () -> Refused.signIn("the header Authorization must be given: Bearer and the client's token"));
        return holding(rc, header.substring(BEARER.length()).strip())
                .orElseThrow(() -> Refused.signIn("this token is unknown or was revoked"));
    }

    /** The client whose token that is; counts the request. @throws Refused (limit) for too many requests */
    @Override
    public Optional<IntakeClient> holding(RoutingContext rc, String token) {
        var now = clock.instant();
        var address = address(rc);
        if (wrongTokens.isSpent(address, WRONG_TOKENS_PER_MINUTE, now)) {
            // Says so by the same refusal as for too many requests.
            wrongTokens.pass(address, WRONG_TOKENS_PER_MINUTE, now);
        }
        var client = clients.holding(token);
        client.ifPresentOrElse(
                known -> requests.pass(known.id().toString(), known.perMinute(), now),
                () -> wrongTokens.count(address, now));
        return client;
    }

    /** @throws Refused (limit) when too many reports came from that address */
    void passReport(RoutingContext rc) {
        reports.pass(address(rc), config.reportsPerHour(), clock.instant());
    }

    /** @throws Refused (limit) when that address asked too often how far something is */
    @Override
    public void passQuestion(RoutingContext rc) {
        questions.pass(address(rc), config.progressPerMinute(), clock.instant());
    }

    private String address(RoutingContext rc) {
        var named = config.addressHeader()
                .flatMap(header -> Optional.ofNullable(rc.request().getHeader(header)))
                // A proxy appends what it saw to what it was told: the last one is its own word.
                .map(value -> value.substring(value.lastIndexOf(',') + 1).strip())
                .filter(value -> !value.isEmpty() && value.length() <= MAX_ADDRESS);
        return named.orElseGet(() -> rc.request().remoteAddress().hostAddress());
    }
}
