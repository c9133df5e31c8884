package org.hotline12345.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Start configuration of the sign-in at a provider of identities (OpenID Connect).
 *
 * @param issuer the provider, as it names itself
 * @param clientId our name there
 * @param secretFile file that holds our secret there and nothing else
 * @param address where browsers reach these pages, without a path
 * @param scopes what is asked of the provider; {@code openid} is among them
 * @param claim what of the provider's statements says who somebody is
 * @param sameLogin whether a person without a subject is found by a login that equals the claim
 * @param name what the sign-in page calls the provider
 * @param localPasswords who may still sign in by a password
 * @param signOutThere whether signing out ends the provider's own session, too, where it offers that
 * @param trustFile PEM file of the CAs that may vouch for the provider; empty for those that the JDK knows
 * @param clockSkew how far the provider's clock may be from ours
 * @param answerLimit the provider must answer within this time
 * @param signInLimit so long a person may take at the provider
 */
public record OidcConfig(
        String issuer,
        String clientId,
        Path secretFile,
        String address,
        List<String> scopes,
        String claim,
        boolean sameLogin,
        String name,
        LocalPasswords localPasswords,
        boolean signOutThere,
        Optional<Path> trustFile,
        Duration clockSkew,
        Duration answerLimit,
        Duration signInLimit) {
    /** The address of ours that the provider sends people back to. */
    public static final String RETURN_PATH = "/api/session/provider/return";

    /** Who may sign in by a password of this office beside the provider. */
    public enum LocalPasswords {
        ALL,
        /** Those who administer a hotline: they get in when the provider is away. */
        ADMINISTRATORS,
        NONE
    }

    private static final int MAX_SECRET_BYTES = 1_024;
    /** Codes and tokens must not be seen on the way: http is for this machine alone. */
    private static final String ORIGIN =
            "(?:https://[A-Za-z0-9][A-Za-z0-9.-]{0,252}|http://(?:127\\.0\\.0\\.1|localhost|\\[::1]))(?::[0-9]{1,5})?";

    private static final Pattern ADDRESS = Pattern.compile(ORIGIN);
    private static final Pattern ISSUER = Pattern.compile(ORIGIN + "(?:/[A-Za-z0-9._~/-]{0,300})?");
    private static final Pattern CLIENT = Pattern.compile("[ -~]{1,255}");
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,100}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,30}");
    private static final Path NO_FILE = Path.of("");

    public OidcConfig {
        scopes = List.copyOf(scopes);
    }

    static Optional<OidcConfig> read(Settings settings) {
        var trustFile = settings.path("trust-file", NO_FILE);
        var config = new OidcConfig(
                settings.text("issuer", "", ISSUER, "an https address without ? and #, as the provider names itself"),
                settings.text("client-id", "", CLIENT, "up to 255 characters of ASCII"),
                settings.path("client-secret-file", NO_FILE),
                settings.text(
                        "address",
                        "",
                        ADDRESS,
                        "https, host and port alone, such as https://hotline.example.cn; http on 127.0.0.1 alone"),
                settings.words("scopes", List.of("openid", "profile")),
                settings.text("claim", "sub", CLAIM, "the name of a claim, such as sub or preferred_username"),
                settings.flag("same-login", false),
                settings.text("name", "统一身份认证", NAME, "1 to 30 characters"),
                settings.oneOf("local-passwords", LocalPasswords.ALL, LocalPasswords.class),
                settings.flag("sign-out-there", true),
                trustFile.equals(NO_FILE) ? Optional.empty() : Optional.of(trustFile),
                settings.duration("clock-skew", Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(5)),
                settings.duration("answer-limit", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("sign-in-limit", Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofHours(1)));
        if (!settings.has("issuer")) {
            refuseHalf(settings, config);
            return Optional.empty();
        }
        demandRest(settings, config);
        return Optional.of(config);
    }

    /** What was given without the provider that it is about. */
    private static void refuseHalf(Settings settings, OidcConfig config) {
        for (var key : List.of("client-id", "client-secret-file", "address", "trust-file")) {
            if (settings.has(key)) {
                settings.problem(key, "without office.oidc.issuer it means nothing; give both or neither");
            }
        }
        if (config.localPasswords != LocalPasswords.ALL) {
            settings.problem("local-passwords", "ALL, as long as office.oidc.issuer names no provider to sign in at");
        }
    }

    private static void demandRest(Settings settings, OidcConfig config) {
        if (!settings.has("client-id")) {
            settings.problem("client-id", "must be given with issuer: our name at the provider");
        }
        if (!settings.has("client-secret-file")) {
            settings.problem(
                    "client-secret-file", "must be given with issuer: the file with our secret at the provider");
        }
        if (!settings.has("address")) {
            settings.problem("address", "must be given with issuer: where browsers reach these pages, https://HOST");
        }
        if (!config.scopes.contains("openid")
                || !config.scopes.stream()
                        .allMatch(scope -> SCOPE.matcher(scope).matches())) {
            settings.problem("scopes", "a list of scopes with openid among them, such as [openid, profile]");
        }
    }

    /** The same with relative files taken from that folder. */
    OidcConfig within(Path folder) {
        return new OidcConfig(
                issuer,
                clientId,
                folder.resolve(secretFile),
                address,
                scopes,
                claim,
                sameLogin,
                name,
                localPasswords,
                signOutThere,
                trustFile.map(folder::resolve),
                clockSkew,
                answerLimit,
                signInLimit);
    }

    /** Whether our pages are reached over TLS. */
    public boolean isSecure() {
        return address.startsWith("https:");
    }

    /** The whole address that the provider sends people back to; it must be registered there. */
    public String returnAddress() {
        return address + RETURN_PATH;
    }

    /**
     * What the secret file holds.
     *
     * @throws BadSettings when it cannot be read, or holds no secret
     */
    public String secret() {
        try {
            if (Files.size(secretFile) <= MAX_SECRET_BYTES) {
                var secret =
                        Files.readString(secretFile, StandardCharsets.UTF_8).strip();
                if (!secret.isEmpty() && secret.chars().noneMatch(Character::isISOControl)) {
                    return secret;
                }
            }
        } catch (IOException e) {
            throw new BadSettings("office.oidc.client-secret-file: \"" + secretFile + "\" cannot be read ("
                    + e.getClass().getSimpleName() + "): it holds our secret at the provider and nothing else");
        }
        throw new BadSettings("office.oidc.client-secret-file: \"" + secretFile
                + "\" must hold our secret at the provider and nothing else: one line of UTF-8, up to "
                + MAX_SECRET_BYTES
                + " bytes");
    }
}
