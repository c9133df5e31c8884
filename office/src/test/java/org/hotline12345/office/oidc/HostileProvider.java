package org.hotline12345.office.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A provider of identities that keeps to the rules until a test tells it otherwise. */
public final class HostileProvider implements AutoCloseable {
    public static final String CLIENT = "hotline";
    /** With characters that must be encoded on the way. */
    public static final String SECRET = "s3cret +/:%=&";

    /** Answers a request as no provider should. */
    public interface Misdeed {
        void answer(HttpExchange exchange) throws IOException;
    }

    private record Granted(Map<String, String> asked, String subject) {}

    private final Clock clock;
    private final HttpServer server;
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    private final Map<String, Misdeed> misdeeds = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private volatile RSAKey key = key("first");
    private volatile List<JWK> published = List.of(key.toPublicJWK());
    private volatile UnaryOperator<JsonObject> description = said -> said;
    private volatile UnaryOperator<JWTClaimsSet.Builder> twist = as -> as;
    private volatile Function<JWTClaimsSet, String> signature = this::signed;
    private volatile Map<String, Object> told = Map.of();

    public HostileProvider(Clock clock) {
        this(clock, 0);
    }

    /** @param port 0 for any */
    public HostileProvider(Clock clock, int port) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    // What is to be told otherwise

    public void describeItself(UnaryOperator<JsonObject> otherwise) {
        description = otherwise;
    }

    public void claim(UnaryOperator<JWTClaimsSet.Builder> otherwise) {
        twist = otherwise;
    }

    public void sign(Function<JWTClaimsSet, String> otherwise) {
        signature = otherwise;
    }

    /** What userinfo says; empty: only the subject. */
    public void tell(Map<String, Object> more) {
        told = Map.copyOf(more);
    }

    public void answer(String path, Misdeed misdeed) {
        misdeeds.put(path, misdeed);
    }

    public void behave() {
        misdeeds.clear();
        description = said -> said;
        twist = as -> as;
        signature = this::signed;
        told = Map.of();
    }

    /** Signs with another key from now on; the old one is taken back. */
    public void rotate(String id) {
        key = key(id);
        published = List.of(key.toPublicJWK());
    }

    public int asked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    // What a person's browser does there

    /** Signs somebody in there and gives what the browser brings back, as the address's query. */
    public String signIn(String authorizationAddress, String subject) {
        var query = form(URI.create(authorizationAddress).getRawQuery());
        var code = UUID.randomUUID().toString();
        codes.put(code, new Granted(query, subject));
        return "state=" + query.get("state") + "&code=" + code;
    }

    public static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    public String signed(JWTClaimsSet claims) {
        return signed(key, claims);
    }

    public static String signed(RSAKey key, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    // Answers

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
            var misdeed = misdeeds.get(path);
            if (misdeed != null) {
                misdeed.answer(exchange);
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> say(exchange, 200, description.apply(itself()));
                case "/keys" -> say(exchange, 200, new JsonObject(new JWKSet(published).toString()));
                case "/token" -> tokens(exchange);
                case "/me" -> me(exchange);
                default -> say(exchange, 404, new JsonObject());
            }
        }
    }

    public static void say(HttpExchange exchange, int status, JsonObject body) throws IOException {
        var bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private JsonObject itself() {
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys")
                .put("userinfo_endpoint", issuer() + "/me")
                .put("end_session_endpoint", issuer() + "/end?from=here")
                .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"))
                .put("code_challenge_methods_supported", new JsonArray().add("S256"));
    }

    private void tokens(HttpExchange exchange) throws IOException {
        var form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!isClient(Optional.ofNullable(exchange.getRequestHeaders().getFirst("authorization")), form)) {
            say(exchange, 401, new JsonObject().put("error", "invalid_client"));
            return;
        }
        var granted = codes.remove(form.getOrDefault("code", ""));
        if (granted == null
                || !form.get("redirect_uri").equals(granted.asked().get("redirect_uri"))
                || !challenge(form.get("code_verifier")).equals(granted.asked().get("code_challenge"))) {
            say(exchange, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        var now = clock.instant();
        var claims = twist.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .audience(CLIENT)
                        .subject(granted.subject())
                        .claim("nonce", granted.asked().get("nonce"))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300))))
                .build();
        say(
                exchange,
                200,
                new JsonObject()
                        .put("access_token", "access-" + granted.subject())
                        .put("token_type", "Bearer")
                        .put("id_token", signature.apply(claims)));
    }

    private void me(HttpExchange exchange) throws IOException {
        var subject = exchange.getRequestHeaders().getFirst("authorization").replace("Bearer access-", "");
        var said = new JsonObject().put("sub", subject);
        told.forEach(said::put);
        say(exchange, 200, said);
    }

    private static boolean isClient(Optional<String> header, Map<String, String> form) {
        if (header.isEmpty()) {
            return CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"));
        }
        var pair = new String(
                        Base64.getDecoder().decode(header.get().substring("Basic ".length())), StandardCharsets.UTF_8)
                .split(":", 2);
        return CLIENT.equals(URLDecoder.decode(pair[0], StandardCharsets.UTF_8))
                && SECRET.equals(URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
