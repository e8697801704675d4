package dev.idiolect.oauth.internal.endpoint;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A valid response of {@code com.atproto.server.createSession} or {@code refreshSession}.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
public final class LegacySessionResponse {

    private final @Nullable String handle;

    // Transient, so that no serializer writes them.
    private final transient String accessJwt;
    private final transient String refreshJwt;

    private final Instant expiresAt;
    private final @Nullable Instant refreshExpiresAt;
    private final @Nullable Object didDoc;

    public LegacySessionResponse(
            @Nullable String handle,
            String accessJwt,
            String refreshJwt,
            Instant expiresAt,
            @Nullable Instant refreshExpiresAt,
            @Nullable Object didDoc) {
        this.handle = handle;
        this.accessJwt = accessJwt;
        this.refreshJwt = refreshJwt;
        this.expiresAt = expiresAt;
        this.refreshExpiresAt = refreshExpiresAt;
        this.didDoc = didDoc;
    }

    /** Returns the account's handle according to the PDS, unverified, or null. */
    public @Nullable String handle() {
        return handle;
    }

    public String accessJwt() {
        return accessJwt;
    }

    public String refreshJwt() {
        return refreshJwt;
    }

    /** Returns when the access token expires, by the local clock. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Returns when the refresh token expires, by the local clock, or null if unknown. */
    public @Nullable Instant refreshExpiresAt() {
        return refreshExpiresAt;
    }

    /** Returns the account's DID document according to the PDS, unverified, or null. */
    public @Nullable Object didDoc() {
        return didDoc;
    }

    /**
     * Parses a response.
     *
     * @param did the account that the request was for
     * @param requestedAt the local time at which the request was made
     * @throws InvalidTokenResponseException if the response is for another account or lacks a usable token
     */
    public static LegacySessionResponse parse(HttpResponse response, String did, Instant requestedAt)
            throws InvalidTokenResponseException {
        Map<String, Object> json = response.json();
        if (json == null) {
            throw InvalidTokenResponseException.withoutAccessToken("accessJwt");
        }
        String access = TokenResponse.accessToken(json, "accessJwt");
        if (!did.equals(json.get("did"))) {
            throw new InvalidTokenResponseException("it is not a session of " + did);
        }
        TokenResponse.requireLength(json, "refreshJwt", MaxLength.TOKEN);
        String refresh = TokenResponse.token(json, "refreshJwt")
                .orElseThrow(() -> new InvalidTokenResponseException("it has no usable refreshJwt"));
        Instant expiry = expiry(access, requestedAt);
        return new LegacySessionResponse(
                json.get("handle") instanceof String handle ? handle : null,
                access,
                refresh,
                expiry == null ? requestedAt.plus(TokenResponse.UNKNOWN_LIFETIME) : expiry,
                expiry(refresh, requestedAt),
                json.get("didDoc"));
    }

    /** Returns the refresh token of a response that may be invalid, or empty if there is no usable one. */
    public static Optional<String> refreshJwt(HttpResponse response) {
        Map<String, Object> json = response.json();
        return json == null ? Optional.empty() : TokenResponse.token(json, "refreshJwt");
    }

    /**
     * Returns when a token expires by the local clock, or null if unknown. Unlike an OAuth access token, a legacy token is a JWT
     * by specification. Only the time between its {@code iat} and {@code exp} counts: the server's clock may differ from the
     * local one.
     */
    private static @Nullable Instant expiry(String jwt, Instant requestedAt) {
        JWTClaimsSet claims = claims(jwt);
        if (claims == null || claims.getExpirationTime() == null) {
            return null;
        }
        Date issued = claims.getIssueTime();
        Duration lifetime = Duration.between(
                issued == null ? requestedAt : issued.toInstant(),
                claims.getExpirationTime().toInstant());
        if (lifetime.isNegative() || lifetime.isZero()) {
            return null;
        }
        return requestedAt.plus(
                lifetime.compareTo(TokenResponse.MAX_LIFETIME) < 0 ? lifetime : TokenResponse.MAX_LIFETIME);
    }

    /** Returns whether a PDS is the audience that a legacy token names ({@code aud}, a did:web). */
    public static boolean isFor(String jwt, String pdsOrigin) {
        JWTClaimsSet claims = claims(jwt);
        String host = URI.create(pdsOrigin).getRawAuthority().replace(":", "%3A");
        return claims != null && claims.getAudience().contains("did:web:" + host);
    }

    private static @Nullable JWTClaimsSet claims(String jwt) {
        try {
            return JWTParser.parse(jwt).getJWTClaimsSet();
        } catch (ParseException | RuntimeException | StackOverflowError opaque) {
            return null;
        }
    }

    /** Returns a text for logs, without tokens. */
    @Override
    public String toString() {
        return "LegacySessionResponse[expiresAt=" + expiresAt + "]";
    }
}
