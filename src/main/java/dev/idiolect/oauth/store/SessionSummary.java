package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a stored session that are not secret, as {@link OAuthTokenStore#sessions} lists them. Times are exact to
 * the millisecond.
 */
public final class SessionSummary {

    private final String did;
    private final String pdsUrl;
    private final @Nullable String handle;
    private final @Nullable String issuer;
    private final boolean bearer;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final @Nullable Instant refreshExpiresAt;

    private SessionSummary(OAuthSession session) {
        did = session.did();
        pdsUrl = session.pdsUrl();
        handle = session.handle();
        issuer = session.issuer();
        bearer = session.isBearer();
        issuedAt = toMillis(session.issuedAt());
        expiresAt = toMillis(session.expiresAt());
        Instant end = session.refreshExpiresAt();
        refreshExpiresAt = end == null ? null : toMillis(end);
    }

    private static Instant toMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Returns the summary of a session.
     *
     * @param session the session
     * @return the summary
     */
    public static SessionSummary of(OAuthSession session) {
        return new SessionSummary(session);
    }

    /** {@return the account's DID} */
    public String did() {
        return did;
    }

    /** {@return the base URL of the account's Personal Data Server} */
    public String pdsUrl() {
        return pdsUrl;
    }

    /** {@return the account's handle, if it is known} */
    public Optional<String> handle() {
        return Optional.ofNullable(handle);
    }

    /** {@return the authorization server's issuer identifier, if it is known} */
    public Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    /** {@return whether this is a session of an app-password login} */
    public boolean isBearer() {
        return bearer;
    }

    /** {@return when the session was last refreshed, or when the user signed in} */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** {@return when the access token expires} */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** {@return when the refresh token expires, if there is a known deadline} */
    public Optional<Instant> refreshExpiresAt() {
        return Optional.ofNullable(refreshExpiresAt);
    }

    /**
     * Returns whether the access token has expired. A refresh then gets a new one, unless the session has ended.
     *
     * @param now the current time
     * @return whether the access token has expired
     */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Returns whether the session is known to have ended, so that the account must sign in again.
     *
     * @param now the current time
     * @return whether the refresh token has expired
     */
    public boolean refreshExpired(Instant now) {
        return refreshExpiresAt != null && !now.isBefore(refreshExpiresAt);
    }

    /**
     * Returns a text for logs.
     *
     * @return the account, its server and its lifetimes
     */
    @Override
    public String toString() {
        return "SessionSummary[did=" + did + ", pdsUrl=" + pdsUrl + ", handle=" + handle + ", issuer=" + issuer
                + ", bearer=" + bearer + ", issuedAt=" + issuedAt + ", expiresAt=" + expiresAt + ", refreshExpiresAt="
                + refreshExpiresAt + "]";
    }
}
