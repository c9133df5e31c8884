package org.hotline12345.ticketing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Refused;

/** The programs that may file requests, and the tokens they are known by. */
public final class IntakeClients {
    /** Guessing one is out of the question, so its hash needs no salt and no slow function. */
    private static final int TOKEN_BYTES = 32;

    private static final int MAX_TOKEN = 200;

    /** @param token shown once: only its hash is stored */
    public record Added(IntakeClient client, String token) {}

    private final PgIntakeClients rows;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    IntakeClients(PgIntakeClients rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** @throws Refused (conflict) when the hotline has a client of that name, revoked ones included */
    public Added add(HotlineCode hotline, String name, List<Channel> channels, int perMinute) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var client = new IntakeClient(UUID.randomUUID(), hotline, name, channels, perMinute, now, Optional.empty());
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (!rows.add(client, hash(token))) {
            throw Refused.conflict("hotline " + hotline + " has an intake client \"" + client.name()
                    + "\" already; names are not used twice, so that old records stay clear");
        }
        return new Added(client, token);
    }

    /** All of the hotline, oldest first, revoked ones too. */
    public List<IntakeClient> list(HotlineCode hotline) {
        return rows.list(hotline);
    }

    /** Its token opens nothing from now on. @throws Refused (unknown) when there is none of that name that works */
    public void revoke(HotlineCode hotline, String name) {
        if (!rows.revoke(hotline, name, clock.instant())) {
            throw Refused.unknown("hotline " + hotline + " has no working intake client \"" + name + "\"");
        }
    }

    /** Whose token it is, unless it was revoked. */
    public Optional<IntakeClient> holding(String token) {
        return token.isEmpty() || token.length() > MAX_TOKEN ? Optional.empty() : rows.find(hash(token));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
