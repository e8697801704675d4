package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A valid token response. The server has already consumed the code or refresh token of the request, so parsing is lenient.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 section 5.1</a>
 */
public final class TokenResponse {

    static final Duration MAX_LIFETIME = Duration.ofDays(3650);

    /**
     * The assumed lifetime of a token if the server does not send one: short enough to be safe, long enough to be
     * useful.
     */
    static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(5);

    // RFC 6749 appendixes A.12 and A.17. Other characters must not reach a header.
    private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7e]+");
    // Some servers quote the number.
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE]\\+?[0-9]{1,3})?");

    private final String sub;

    // Transient, so that no serializer writes them.
    private final transient String accessToken;
    private final transient @Nullable String refreshToken;

    private final String scope;
    private final Duration lifetime;

    public TokenResponse(
            String sub, String accessToken, @Nullable String refreshToken, String scope, Duration lifetime) {
        this.sub = sub;
        this.accessToken = accessToken;
        this.refreshToken = refreshToken;
        this.scope = scope;
        this.lifetime = lifetime;
    }

    /** Returns the account's DID, as the server reports it. */
    public String sub() {
        return sub;
    }

    public String accessToken() {
        return accessToken;
    }

    /** Returns the new refresh token, or null if the server sent none. */
    public @Nullable String refreshToken() {
        return refreshToken;
    }

    /** Returns the granted scopes, separated by single spaces. */
    public String scope() {
        return scope;
    }

    /** Returns the lifetime of the access token, from one second to ten years. */
    public Duration lifetime() {
        return lifetime;
    }

    /**
     * Parses a token response.
     *
     * @param json the response's JSON object, or null if it is not one
     * @throws InvalidTokenResponseException if the response violates a rule; the message contains no part of it
     */
    public static TokenResponse parse(@Nullable Map<String, Object> json) throws InvalidTokenResponseException {
        // Checked first: without an access token, the response may come from a proxy.
        if (json == null) {
            throw InvalidTokenResponseException.withoutAccessToken("access_token");
        }
        String accessToken = accessToken(json, "access_token");
        if (!(json.get("sub") instanceof String sub) || !Did.isValid(sub)) {
            throw new InvalidTokenResponseException("its sub is not a DID");
        }
        if (!(json.get("token_type") instanceof String type) || !OAuthSession.DPOP.equalsIgnoreCase(type)) {
            throw new InvalidTokenResponseException("its token_type is not DPoP");
        }
        requireLength(json, "scope", MaxLength.SCOPE);
        String scope = json.get("scope") instanceof String text ? Scopes.normalize(text) : null;
        if (scope == null || !Scopes.hasAtproto(scope)) {
            throw new InvalidTokenResponseException("its scope lacks atproto");
        }
        String refreshToken = null;
        requireLength(json, "refresh_token", MaxLength.TOKEN);
        if (json.get("refresh_token") != null) {
            refreshToken = token(json, "refresh_token")
                    .orElseThrow(() -> new InvalidTokenResponseException("its refresh_token is unusable"));
        }
        return new TokenResponse(sub, accessToken, refreshToken, scope, lifetime(json.get("expires_in")));
    }

    /** Returns the usable tokens of a response, the refresh token first. The response may be invalid. */
    public static List<String> tokens(@Nullable Map<String, Object> json) {
        return json == null
                ? List.of()
                : Stream.of("refresh_token", "access_token")
                        .map(name -> token(json, name).orElse(null))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Returns whether a text can be sent as a token. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static String accessToken(Map<String, Object> json, String name) throws InvalidTokenResponseException {
        requireLength(json, name, MaxLength.TOKEN);
        return token(json, name).orElseThrow(() -> InvalidTokenResponseException.withoutAccessToken(name));
    }

    static Optional<String> token(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text && isToken(text) && MaxLength.TOKEN.allows(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    static void requireLength(Map<String, Object> json, String name, MaxLength max)
            throws InvalidTokenResponseException {
        if (json.get(name) instanceof String text && !max.allows(text)) {
            throw InvalidTokenResponseException.tooLong(name, max);
        }
    }

    // A token with a lifetime below one second would be refreshed on every call.
    private static Duration lifetime(@Nullable Object expiresIn) {
        double seconds = expiresIn instanceof Number number
                ? number.doubleValue()
                : expiresIn instanceof String text && SECONDS.matcher(text).matches() ? Double.parseDouble(text) : 0;
        return seconds >= 1 && seconds != Double.POSITIVE_INFINITY
                ? Duration.ofSeconds((long) Math.min(seconds, (double) MAX_LIFETIME.toSeconds()))
                : UNKNOWN_LIFETIME;
    }

    /** Returns a text for logs, without tokens. */
    @Override
    public String toString() {
        return "TokenResponse[sub=" + sub + ", scope=" + scope + ", lifetime=" + lifetime + "]";
    }
}
