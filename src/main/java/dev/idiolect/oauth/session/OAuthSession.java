package dev.idiolect.oauth.session;

import dev.idiolect.oauth.permission.Permissions;
import dev.idiolect.oauth.session.internal.FieldVisibility;
import jakarta.json.bind.annotation.JsonbVisibility;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one signed-in account: its tokens, its DPoP key, and the servers that accept them.
 *
 * <p>Immutable and thread-safe. {@link #accessJwt()}, {@link #refreshJwt()} and {@link #dpopPrivateKeyJwk()} are
 * secrets: {@link #toString()} omits them, and callers must keep them out of logs. {@link #toJson()} includes them and
 * is meant for stores. JSON-B, Jackson, Gson and JAXB omit them.
 *
 * <p>The JSON form is a record of the lexicon {@code dev.idiolect.internal.oauthSession}. Its schema is in this jar, at
 * {@code lexicons/dev/idiolect/internal/oauthSession.json}.
 */
@JsonbVisibility(FieldVisibility.class)
public final class OAuthSession {

    /** The {@code tokenType} of tokens that are bound to a key by DPoP (RFC 9449). */
    public static final String DPOP = "DPoP";

    /** The {@code tokenType} of legacy app-password sessions (RFC 6750). */
    public static final String BEARER = "Bearer";

    private final String did;
    private final String pdsUrl;

    // Transient, so that neither JSON-B, Jackson, Gson nor JAXB writes the fields, whatever visibility is configured.
    private final transient String accessJwt;
    private final transient String refreshJwt;
    private final transient String dpopPrivateKeyJwk;

    private final Instant issuedAt;
    private final Instant expiresAt;
    private final @Nullable String dpopNonce;
    private final @Nullable String tokenType;
    private final @Nullable String scope;
    private final @Nullable String handle;
    private final @Nullable Instant refreshExpiresAt;
    private final @Nullable String issuer;
    private final @Nullable String clientId;
    private final @Nullable String clientKeyId;
    private final @Nullable Instant signedInAt;

    private OAuthSession(Builder parts) {
        did = Did.require(required(parts.did, "did"));
        pdsUrl = required(parts.pdsUrl, "pdsUrl");
        accessJwt = required(parts.accessJwt, "accessJwt");
        refreshJwt = required(parts.refreshJwt, "refreshJwt");
        issuedAt = required(parts.issuedAt, "issuedAt");
        expiresAt = required(parts.expiresAt, "expiresAt");
        dpopNonce = parts.dpopNonce;
        tokenType = parts.tokenType;
        scope = parts.scope;
        handle = parts.handle;
        refreshExpiresAt = parts.refreshExpiresAt;
        issuer = parts.issuer;
        clientId = parts.clientId;
        clientKeyId = parts.clientKeyId;
        signedInAt = parts.signedInAt;
        dpopPrivateKeyJwk = BEARER.equalsIgnoreCase(tokenType) && parts.dpopPrivateKeyJwk == null
                ? ""
                : required(parts.dpopPrivateKeyJwk, "dpopPrivateKeyJwk");
    }

    private static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("The session has no " + name + ": set it before build()");
        }
        return part;
    }

    /**
     * Returns a builder without any parts.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder with the parts of this session, for a changed copy.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.did = did;
        copy.pdsUrl = pdsUrl;
        copy.accessJwt = accessJwt;
        copy.refreshJwt = refreshJwt;
        copy.dpopPrivateKeyJwk = dpopPrivateKeyJwk;
        copy.issuedAt = issuedAt;
        copy.expiresAt = expiresAt;
        copy.dpopNonce = dpopNonce;
        copy.tokenType = tokenType;
        copy.scope = scope;
        copy.handle = handle;
        copy.refreshExpiresAt = refreshExpiresAt;
        copy.issuer = issuer;
        copy.clientId = clientId;
        copy.clientKeyId = clientKeyId;
        copy.signedInAt = signedInAt;
        return copy;
    }

    /**
     * Reads a session from JSON. Unknown members are ignored. A missing or unreadable {@code expiresAt} makes the
     * session expired; a missing or unreadable {@code refreshExpiresAt} leaves it without a deadline.
     *
     * @param json a JSON object in the form that {@link #toJson()} writes
     * @return the session
     * @throws SessionFormatException if the text is not a JSON object, lacks a required member, or has one of the wrong
     *     type; the message names the member and never contains a value
     */
    public static OAuthSession fromJson(String json) {
        return SessionJson.read(json);
    }

    /**
     * Returns the session's JSON form, including secrets. Absent parts are omitted; times are in UTC.
     *
     * @return one JSON object, for a store
     */
    public String toJson() {
        return SessionJson.write(this);
    }

    /** {@return the account's DID} */
    public String did() {
        return did;
    }

    /** {@return the base URL of the account's Personal Data Server; a refresh updates it when the account moves} */
    public String pdsUrl() {
        return pdsUrl;
    }

    /** {@return the access token, an opaque secret} */
    public String accessJwt() {
        return accessJwt;
    }

    /** {@return the refresh token, an opaque secret that can be used once} */
    public String refreshJwt() {
        return refreshJwt;
    }

    /** {@return the session's DPoP private key as a JSON Web Key, a secret; empty for {@code Bearer} sessions only} */
    public String dpopPrivateKeyJwk() {
        return dpopPrivateKeyJwk;
    }

    /** {@return when the tokens were issued; {@link Instant#EPOCH} if a stored session has no readable time} */
    public Instant issuedAt() {
        return issuedAt;
    }

    /**
     * {@return when the access token expires; {@link Instant#EPOCH}, hence expired, if a stored session has no readable
     * time}
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** {@return the PDS's newest DPoP nonce at the time of the last save, or null} */
    public @Nullable String dpopNonce() {
        return dpopNonce;
    }

    /** {@return {@code DPoP} or {@code Bearer}; null counts as {@code DPoP}} */
    public @Nullable String tokenType() {
        return tokenType;
    }

    /** {@return the granted scopes, separated by spaces, or null} */
    public @Nullable String scope() {
        return scope;
    }

    /**
     * Returns the granted permissions. They can be fewer than requested, and can change when the session is refreshed.
     *
     * @return the permissions of {@link #scope()}; empty if there is no scope, as in sessions of app passwords
     */
    public Optional<Permissions> permissions() {
        return Optional.ofNullable(scope).map(Permissions::ofGrant);
    }

    /**
     * {@return the account's handle, verified at sign-in and then once a day when the session is refreshed, or null}
     */
    public @Nullable String handle() {
        return handle;
    }

    /** {@return when the refresh token expires, or null if there is no known deadline} */
    public @Nullable Instant refreshExpiresAt() {
        return refreshExpiresAt;
    }

    /** {@return the authorization server's issuer identifier, or null to discover it from the PDS} */
    public @Nullable String issuer() {
        return issuer;
    }

    /** {@return the OAuth client that the session belongs to, or null for the configured one} */
    public @Nullable String clientId() {
        return clientId;
    }

    /** {@return the {@code kid} of the key that authenticates a confidential client, or null for a public client} */
    public @Nullable String clientKeyId() {
        return clientKeyId;
    }

    /** {@return when the user signed in, or null for a session of an earlier version or of another program} */
    public @Nullable Instant signedInAt() {
        return signedInAt;
    }

    /**
     * Returns when the session is expected to end, even if it is refreshed regularly. Servers do not announce it. The
     * estimate is two weeks after the sign-in for a public client, and two years for a confidential client, as at the
     * Bluesky servers; or the expiry of the refresh token, if that is known and earlier.
     *
     * @return the time, which may have passed; empty if neither the sign-in nor an expiry is known
     * @see <a href="https://atproto.com/specs/oauth#tokens-and-session-lifetime">AT Protocol: session lifetime</a>
     */
    public Optional<Instant> expectedEnd() {
        return SessionLifetimes.expectedEnd(this);
    }

    /**
     * Returns whether the tokens are bearer tokens of a legacy app-password login, not bound to a key by DPoP.
     *
     * @return whether {@code tokenType} is {@code Bearer}, ignoring case
     */
    public boolean isBearer() {
        return BEARER.equalsIgnoreCase(tokenType);
    }

    /**
     * Returns whether the access token has expired. It is expired when {@code now} equals {@code expiresAt}.
     *
     * @param now the current time
     * @return whether the access token has expired
     */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Returns the remaining lifetime of the access token.
     *
     * @param now the current time
     * @return the remaining time, zero if the token has expired; never negative
     */
    public Duration timeUntilExpiry(Instant now) {
        return isExpired(now) ? Duration.ZERO : Duration.between(now, expiresAt);
    }

    /**
     * Returns whether the access token expires within {@code threshold}.
     *
     * @param now the current time
     * @param threshold refresh this long before the token expires
     * @return whether the session needs a refresh
     */
    public boolean needsRefresh(Instant now, Duration threshold) {
        return timeUntilExpiry(now).compareTo(threshold) <= 0;
    }

    /**
     * Returns whether the refresh token has expired, so that the account must sign in again.
     *
     * @param now the current time
     * @return whether {@code refreshExpiresAt} is known and reached
     */
    public boolean refreshExpired(Instant now) {
        return refreshExpiresAt != null && !now.isBefore(refreshExpiresAt);
    }

    /**
     * Returns whether the other object is a session with equal parts.
     *
     * @param other the object to compare with, or null
     * @return whether all parts are equal
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof OAuthSession session && Arrays.equals(parts(), session.parts()));
    }

    /**
     * Returns a hash code of all parts.
     *
     * @return the hash code
     */
    @Override
    public int hashCode() {
        return Arrays.hashCode(parts());
    }

    private @Nullable Object[] parts() {
        return new @Nullable Object[] {
            did,
            pdsUrl,
            accessJwt,
            refreshJwt,
            dpopPrivateKeyJwk,
            issuedAt,
            expiresAt,
            dpopNonce,
            tokenType,
            scope,
            handle,
            refreshExpiresAt,
            issuer,
            clientId,
            clientKeyId,
            signedInAt
        };
    }

    /**
     * Returns a text for logs: the account, its servers and its lifetimes. It contains no token, key or nonce.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "OAuthSession[did=" + did + ", pdsUrl=" + pdsUrl + ", handle=" + redacted(handle) + ", tokenType="
                + tokenType
                + ", scope=" + redacted(scope) + ", issuedAt=" + issuedAt + ", expiresAt=" + expiresAt
                + ", refreshExpiresAt="
                + refreshExpiresAt + ", issuer=" + issuer + "]";
    }

    // The server chooses handle and scope, and a hostile one can put a token into them.
    private @Nullable String redacted(@Nullable String text) {
        return text != null && (text.contains(accessJwt) || text.contains(refreshJwt)) ? "***" : text;
    }

    /** Builds sessions. Not thread-safe. A part that is not set is null. */
    public static final class Builder {

        private @Nullable String did;
        private @Nullable String pdsUrl;
        private transient @Nullable String accessJwt;
        private transient @Nullable String refreshJwt;
        private transient @Nullable String dpopPrivateKeyJwk;
        private @Nullable Instant issuedAt;
        private @Nullable Instant expiresAt;
        private @Nullable String dpopNonce;
        private @Nullable String tokenType;
        private @Nullable String scope;
        private @Nullable String handle;
        private @Nullable Instant refreshExpiresAt;
        private @Nullable String issuer;
        private @Nullable String clientId;
        private @Nullable String clientKeyId;
        private @Nullable Instant signedInAt;

        private Builder() {}

        /**
         * Sets the account's DID.
         *
         * @param did required
         * @return this builder
         */
        public Builder did(String did) {
            this.did = did;
            return this;
        }

        /**
         * Sets the base URL of the account's Personal Data Server.
         *
         * @param pdsUrl required
         * @return this builder
         */
        public Builder pdsUrl(String pdsUrl) {
            this.pdsUrl = pdsUrl;
            return this;
        }

        /**
         * Sets the access token, an opaque secret.
         *
         * @param accessJwt required
         * @return this builder
         */
        public Builder accessJwt(String accessJwt) {
            this.accessJwt = accessJwt;
            return this;
        }

        /**
         * Sets the refresh token, an opaque secret that can be used once.
         *
         * @param refreshJwt required
         * @return this builder
         */
        public Builder refreshJwt(String refreshJwt) {
            this.refreshJwt = refreshJwt;
            return this;
        }

        /**
         * Sets the session's DPoP private key as a JSON Web Key, a secret.
         *
         * @param dpopPrivateKeyJwk required, except for {@code Bearer} sessions
         * @return this builder
         */
        public Builder dpopPrivateKeyJwk(String dpopPrivateKeyJwk) {
            this.dpopPrivateKeyJwk = dpopPrivateKeyJwk;
            return this;
        }

        /**
         * Sets when the tokens were issued.
         *
         * @param issuedAt required
         * @return this builder
         */
        public Builder issuedAt(Instant issuedAt) {
            this.issuedAt = issuedAt;
            return this;
        }

        /**
         * Sets when the access token expires.
         *
         * @param expiresAt required
         * @return this builder
         */
        public Builder expiresAt(Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        /**
         * Sets the PDS's newest DPoP nonce.
         *
         * @param dpopNonce optional; null removes it
         * @return this builder
         */
        public Builder dpopNonce(@Nullable String dpopNonce) {
            this.dpopNonce = dpopNonce;
            return this;
        }

        /**
         * Sets {@code DPoP} or {@code Bearer}.
         *
         * @param tokenType optional; null removes it
         * @return this builder
         */
        public Builder tokenType(@Nullable String tokenType) {
            this.tokenType = tokenType;
            return this;
        }

        /**
         * Sets the granted scopes, separated by spaces.
         *
         * @param scope optional; null removes it
         * @return this builder
         */
        public Builder scope(@Nullable String scope) {
            this.scope = scope;
            return this;
        }

        /**
         * Sets the account's verified handle.
         *
         * @param handle optional; null removes it
         * @return this builder
         */
        public Builder handle(@Nullable String handle) {
            this.handle = handle;
            return this;
        }

        /**
         * Sets when the refresh token expires.
         *
         * @param refreshExpiresAt optional; null removes it
         * @return this builder
         */
        public Builder refreshExpiresAt(@Nullable Instant refreshExpiresAt) {
            this.refreshExpiresAt = refreshExpiresAt;
            return this;
        }

        /**
         * Sets the authorization server's issuer identifier.
         *
         * @param issuer optional; null removes it
         * @return this builder
         */
        public Builder issuer(@Nullable String issuer) {
            this.issuer = issuer;
            return this;
        }

        /**
         * Sets the OAuth client that the session belongs to.
         *
         * @param clientId optional; null removes it
         * @return this builder
         */
        public Builder clientId(@Nullable String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * Sets the {@code kid} of the key that authenticates a confidential client.
         *
         * @param clientKeyId optional; null removes it
         * @return this builder
         */
        public Builder clientKeyId(@Nullable String clientKeyId) {
            this.clientKeyId = clientKeyId;
            return this;
        }

        /**
         * Sets when the user signed in.
         *
         * @param signedInAt optional; null removes it
         * @return this builder
         */
        public Builder signedInAt(@Nullable Instant signedInAt) {
            this.signedInAt = signedInAt;
            return this;
        }

        /**
         * Returns the session.
         *
         * @return a session with the parts of this builder
         * @throws IllegalStateException if a required part is missing; the message names it
         * @throws InvalidDidException if {@code did} is not a DID
         */
        public OAuthSession build() {
            return new OAuthSession(this);
        }
    }
}
