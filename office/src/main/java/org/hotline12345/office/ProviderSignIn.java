package org.hotline12345.office;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12345.office.oidc.Identity;
import org.hotline12345.office.oidc.Journey;
import org.hotline12345.office.oidc.Provider;
import org.hotline12345.office.oidc.Return;

/**
 * Signing in at the provider of identities in place of a password. The provider says who somebody is; whether that is one of our
 * people, and what they may do, is said by our rows alone.
 */
public final class ProviderSignIn {
    /** An address of these pages: another one that begins with "//" or "/\" would be of another host. */
    private static final Pattern OUR_PAGE = Pattern.compile("/(?!/)[!-\\[\\]-~]{0,499}");

    private static final int MAX_JOURNEY_LENGTH = 4_096;

    /**
     * @param address at the provider, where the browser goes now
     * @param journey what the browser keeps until it is back
     */
    public record Departure(String address, String journey) {}

    /** @param next the address of ours that the person wanted */
    public record Arrival(Session session, String next) {}

    private final OidcConfig config;
    private final Provider provider;
    private final PgOffice rows;
    private final PgSignIns signIns;
    private final Seal seal;
    private final Clock clock;
    private final OfficeConfig office;
    private final Passwords tokens;

    ProviderSignIn(
            Provider provider,
            PgOffice rows,
            PgSignIns signIns,
            Seal seal,
            Clock clock,
            OfficeConfig office,
            Passwords tokens) {
        this.config = provider.config();
        this.provider = provider;
        this.rows = rows;
        this.signIns = signIns;
        this.seal = seal;
        this.clock = clock;
        this.office = office;
        this.tokens = tokens;
    }

    /** What the sign-in page calls the provider. */
    public String name() {
        return config.name();
    }

    /** How long a browser keeps a journey. */
    public Duration limit() {
        return config.signInLimit();
    }

    /**
     * Begins a sign-in.
     *
     * @param next the page to come to afterwards
     * @throws Refused (invalid) when that is no page of ours, (away) while the provider does not answer
     */
    public Departure depart(String next) {
        if (!OUR_PAGE.matcher(next).matches()) {
            throw Refused.invalid("\"next\" must be an address of these pages: it begins with one / and has up to 500"
                    + " characters of ASCII");
        }
        var journey = provider.begin(next);
        var sealed = seal.seal(journey.text()).bytes();
        return new Departure(
                provider.authorizationAddress(journey),
                Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    /**
     * Ends a sign-in: opens a session as a password does.
     *
     * @param journey what the browser kept
     * @param client what the browser calls itself
     * @throws Refused (conflict) when it was not begun in this browser, was given up or took too long, (sign-in) when the provider's
     *     word cannot be believed, (forbidden) when the person is none of ours, (away) while the provider does not answer
     */
    public Arrival arrive(Optional<String> journey, Return back, String client) {
        var begun = journey.flatMap(this::opened)
                .orElseThrow(() -> Refused.conflict("no sign-in was begun in this browser; begin again"));
        var identity = provider.arrive(begun, back);
        var person = signIns.login(identity.value(), config.sameLogin())
                .flatMap(rows::person)
                .orElseThrow(() ->
                        Refused.forbidden("the provider's person is none of ours: an administrator notes who it is"
                                + " (ops/hotline user add --oidc-subject, user oidc-subject)"));
        return new Arrival(open(person, identity, client), begun.next());
    }

    /** Where the browser ends the provider's session, too, after this sign-in of ours; empty when there is nothing to end. */
    public Optional<String> signOutAddress(String token) {
        if (!config.signOutThere()) {
            return Optional.empty();
        }
        return signIns.providerToken(Tokens.hash(token)).map(seal::open).flatMap(provider::signOutAddress);
    }

    private Session open(PgOffice.PersonRow person, Identity identity, String client) {
        var now = clock.instant();
        var token = tokens.token();
        var endsAt = now.plus(office.sessionLimit());
        signIns.addSession(
                Tokens.hash(token), person.person(), now, endsAt, client, Optional.of(seal.seal(identity.idToken())));
        var visitor = new SignedIn(person.person(), person.login(), person.name(), rows.grants(person.person()));
        return new Session(token, visitor, false, endsAt);
    }

    private Optional<Journey> opened(String kept) {
        if (kept.length() > MAX_JOURNEY_LENGTH) {
            return Optional.empty();
        }
        try {
            return Journey.of(seal.open(new Sealed(Base64.getUrlDecoder().decode(kept))));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
