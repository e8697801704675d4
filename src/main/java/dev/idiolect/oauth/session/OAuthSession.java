package dev.idiolect.oauth.session;

import jakarta.json.bind.annotation.JsonbTransient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state that one signed-in account needs between requests: its tokens, its DPoP key and where they belong.
 *
 * <p>An immutable value, safe for use by any thread. {@link #accessJwt()}, {@link #refreshJwt()} and
 * {@link #dpopPrivateKeyJwk()} are secrets: {@link #toString()} leaves them out, and whoever reads them must keep them
 * out of logs. {@link #toJson()} writes them: it is meant for a store.
 *
 * <p>The JSON form is the record of the lexicon {@code dev.idiolect.internal.oauthSession}, which this jar holds as
 * {@code lexicons/dev/idiolect/internal/oauthSession.json}.
 *
 * @param did the account's DID
 * @param pdsUrl the base URL of the account's Personal Data Server
 * @param accessJwt the access token, opaque
 * @param refreshJwt the refresh token, opaque, good for one use
 * @param dpopPrivateKeyJwk the session's DPoP private key as a JSON Web Key; empty for {@code Bearer} sessions alone
 * @param issuedAt when the tokens were issued; {@link Instant#EPOCH} where a stored session has no readable time
 * @param expiresAt when the access token ends; {@link Instant#EPOCH}, hence expired, where a stored session has no
 *     readable time
 * @param dpopNonce the newest DPoP nonce of the PDS when the session was saved, or null
 * @param tokenType {@code DPoP} or {@code Bearer}; null counts as {@code DPoP}
 * @param scope the granted scopes, separated by spaces, or null
 * @param handle the account's handle when it signed in, or null
 * @param refreshExpiresAt when the refresh token ends, or null if there is no known deadline
 * @param issuer the authorization server's issuer identifier, or null if it is to be discovered from the PDS
 * @param clientId the OAuth client that the session belongs to, or null for the configured one
 * @param clientKeyId the {@code kid} of the key that authenticates a confidential client, or null for a public client
 */
public record OAuthSession(
        String did,
        String pdsUrl,
        @JsonbTransient String accessJwt,
        @JsonbTransient String refreshJwt,
        @JsonbTransient String dpopPrivateKeyJwk,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String dpopNonce,
        @Nullable String tokenType,
        @Nullable String scope,
        @Nullable String handle,
        @Nullable Instant refreshExpiresAt,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientKeyId) {

    /** The {@code tokenType} of tokens that are bound to a key by DPoP (RFC 9449). */
    public static final String DPOP = "DPoP";

    /** The {@code tokenType} of legacy app-password sessions (RFC 6750). */
    public static final String BEARER = "Bearer";

    /**
     * Creates a session from all of its parts, each as the record describes it.
     *
     * @param did required; see the record
     * @param pdsUrl required; see the record
     * @param accessJwt required; see the record
     * @param refreshJwt required; see the record
     * @param dpopPrivateKeyJwk required; see the record
     * @param issuedAt required; see the record
     * @param expiresAt required; see the record
     * @param dpopNonce nullable; see the record
     * @param tokenType nullable; see the record
     * @param scope nullable; see the record
     * @param handle nullable; see the record
     * @param refreshExpiresAt nullable; see the record
     * @param issuer nullable; see the record
     * @param clientId nullable; see the record
     * @param clientKeyId nullable; see the record
     * @throws InvalidDidException if {@code did} is no DID
     * @throws NullPointerException if a required part is null
     */
    public OAuthSession {
        Did.require(did);
        Objects.requireNonNull(pdsUrl, "pdsUrl");
        Objects.requireNonNull(accessJwt, "accessJwt");
        Objects.requireNonNull(refreshJwt, "refreshJwt");
        Objects.requireNonNull(dpopPrivateKeyJwk, "dpopPrivateKeyJwk");
        Objects.requireNonNull(issuedAt, "issuedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /**
     * Returns a session with the required parts; add the others with the {@code with} methods.
     *
     * @param did the account's DID
     * @param pdsUrl the base URL of the account's Personal Data Server
     * @param accessJwt the access token
     * @param refreshJwt the refresh token
     * @param dpopPrivateKeyJwk the DPoP private key as a JSON Web Key
     * @param issuedAt when the tokens were issued
     * @param expiresAt when the access token ends
     * @return the session
     * @throws InvalidDidException if {@code did} is no DID
     */
    public static OAuthSession of(
            String did,
            String pdsUrl,
            String accessJwt,
            String refreshJwt,
            String dpopPrivateKeyJwk,
            Instant issuedAt,
            Instant expiresAt) {
        return new OAuthSession(
                did,
                pdsUrl,
                accessJwt,
                refreshJwt,
                dpopPrivateKeyJwk,
                issuedAt,
                expiresAt,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Returns the session that a JSON text holds. Unknown members are ignored; a missing or unreadable {@code expiresAt}
     * makes the session expired, a missing or unreadable {@code refreshExpiresAt} leaves it without a deadline.
     *
     * @param json a JSON object in the form that {@link #toJson()} writes
     * @return the session
     * @throws SessionFormatException if the text is no JSON object, lacks a required member or has one of another type;
     *     the message names the member and never shows a value
     */
    public static OAuthSession fromJson(String json) {
        return SessionJson.read(json);
    }

    /**
     * Returns the session's JSON form, secrets included, with absent members left out and times in UTC.
     *
     * @return one JSON object, for a store to keep
     */
    public String toJson() {
        return SessionJson.write(this);
    }

    /**
     * Returns whether the tokens are bearer tokens of a legacy app-password login instead of DPoP-bound ones.
     *
     * @return whether {@code tokenType} is {@code Bearer}, in any case
     */
    public boolean isBearer() {
        return BEARER.equalsIgnoreCase(tokenType);
    }

    /**
     * Returns whether the access token has ended; it has from {@code expiresAt} on.
     *
     * @param now the time to judge by
     * @return whether the access token must not be used any more
     */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Returns how long the access token has left.
     *
     * @param now the time to judge by
     * @return the time left, zero if the token has ended; never negative
     */
    public Duration timeUntilExpiry(Instant now) {
        return isExpired(now) ? Duration.ZERO : Duration.between(now, expiresAt);
    }

    /**
     * Returns whether the access token has at most {@code threshold} left.
     *
     * @param now the time to judge by
     * @param threshold how long before its end a token is renewed
     * @return whether it is time to refresh
     */
    public boolean needsRefresh(Instant now, Duration threshold) {
        return timeUntilExpiry(now).compareTo(threshold) <= 0;
    }

    /**
     * Returns whether the refresh token has ended, so that the account must sign in again.
     *
     * @param now the time to judge by
     * @return whether {@code refreshExpiresAt} is known and reached
     */
    public boolean refreshExpired(Instant now) {
        return refreshExpiresAt != null && !now.isBefore(refreshExpiresAt);
    }

    /**
     * Returns a copy with new tokens, as a refresh gives them.
     *
     * @param newAccessJwt the new access token
     * @param newRefreshJwt the new refresh token
     * @param newIssuedAt when they were issued
     * @param newExpiresAt when the access token ends
     * @return the copy
     */
    public OAuthSession withTokens(
            String newAccessJwt, String newRefreshJwt, Instant newIssuedAt, Instant newExpiresAt) {
        SessionCopy copy = new SessionCopy(this);
        copy.accessJwt = newAccessJwt;
        copy.refreshJwt = newRefreshJwt;
        copy.issuedAt = newIssuedAt;
        copy.expiresAt = newExpiresAt;
        return copy.done();
    }

    /**
     * Returns a copy with another DPoP nonce.
     *
     * @param newDpopNonce the newest nonce of the PDS, or null
     * @return the copy
     */
    public OAuthSession withDpopNonce(@Nullable String newDpopNonce) {
        SessionCopy copy = new SessionCopy(this);
        copy.dpopNonce = newDpopNonce;
        return copy.done();
    }

    /**
     * Returns a copy with another token type and scope.
     *
     * @param newTokenType {@code DPoP}, {@code Bearer} or null
     * @param newScope the granted scopes, separated by spaces, or null
     * @return the copy
     */
    public OAuthSession withGrant(@Nullable String newTokenType, @Nullable String newScope) {
        SessionCopy copy = new SessionCopy(this);
        copy.tokenType = newTokenType;
        copy.scope = newScope;
        return copy.done();
    }

    /**
     * Returns a copy with another handle.
     *
     * @param newHandle the handle, or null
     * @return the copy
     */
    public OAuthSession withHandle(@Nullable String newHandle) {
        SessionCopy copy = new SessionCopy(this);
        copy.handle = newHandle;
        return copy.done();
    }

    /**
     * Returns a copy with another end of the refresh token.
     *
     * @param newRefreshExpiresAt when the refresh token ends, or null for no known deadline
     * @return the copy
     */
    public OAuthSession withRefreshExpiresAt(@Nullable Instant newRefreshExpiresAt) {
        SessionCopy copy = new SessionCopy(this);
        copy.refreshExpiresAt = newRefreshExpiresAt;
        return copy.done();
    }

    /**
     * Returns a copy that names the authorization server and the client which the session belongs to.
     *
     * @param newIssuer the issuer identifier, or null
     * @param newClientId the client's identifier, or null
     * @param newClientKeyId the {@code kid} of the client's key, or null
     * @return the copy
     */
    public OAuthSession withClient(
            @Nullable String newIssuer, @Nullable String newClientId, @Nullable String newClientKeyId) {
        SessionCopy copy = new SessionCopy(this);
        copy.issuer = newIssuer;
        copy.clientId = newClientId;
        copy.clientKeyId = newClientKeyId;
        return copy.done();
    }

    /**
     * Returns a text for logs: whose session it is, where it belongs and how long it lasts. No token, key or nonce.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "OAuthSession[did=" + did + ", pdsUrl=" + pdsUrl + ", handle=" + shown(handle) + ", tokenType="
                + tokenType
                + ", scope=" + shown(scope) + ", issuedAt=" + issuedAt + ", expiresAt=" + expiresAt
                + ", refreshExpiresAt="
                + refreshExpiresAt + ", issuer=" + issuer + "]";
    }

    // A server chooses both, and can put a token there.
    private @Nullable String shown(@Nullable String said) {
        return said != null && (said.contains(accessJwt) || said.contains(refreshJwt)) ? "***" : said;
    }
}
