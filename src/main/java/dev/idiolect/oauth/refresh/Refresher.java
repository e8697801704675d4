package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.SessionRevocation;
import dev.idiolect.oauth.internal.http.BoundedExecutor;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a session's refresh token for new tokens. Implementations are thread-safe.
 *
 * <p>This library's refreshers refresh OAuth sessions at the token endpoint of the authorization server that the
 * account's PDS names, and app-password sessions at the PDS. The servers must have public https addresses. Only a PDS
 * on this machine may use http, and may name a server on this machine.
 *
 * <p>Before a refresh, they look up the account's PDS in its DID document, which they cache for an hour. They verify
 * its handle once a day. An OAuth session follows its account to another PDS of the same authorization server. An
 * app-password session follows only if its access token names the new PDS as its audience. Otherwise the session ends,
 * but only if the DID document was fetched at that moment and is valid, and if the new PDS has valid metadata. A lookup
 * takes at most four seconds. If it has no result, the refresh continues with the server of the session.
 *
 * <p>A refresh token can be used once. An implementation must not send it again unless the server has rejected the
 * first request without processing the token. Callers must not refresh a session concurrently, and must save the
 * result; {@link SessionRefresher} does both.
 *
 * <p>After a failure, the outcome is unknown, because the server may have consumed the token. If the token is certainly
 * unused, an implementation reports this with {@link RefreshException#withTokenUnusedIf}, so that the next attempt need
 * not wait.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 * @see
 *     <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
@FunctionalInterface
public interface Refresher {

    /**
     * Returns the session with new tokens.
     *
     * @param session the session to refresh; its refresh token is consumed
     * @return the refreshed session of the same account, not saved yet
     * @throws ReauthenticationRequiredException if the server has ended the session
     * @throws RefreshException if the refresh failed for another reason
     */
    OAuthSession refresh(OAuthSession session);

    /**
     * Returns the session with new tokens, like {@link #refresh(OAuthSession)}. Calls {@link SessionLock#permit} after all
     * lookups, right before it sends the refresh token, and does not send the token if the permit is refused.
     *
     * <p>The default implementation calls {@link SessionLock#permit}, and then {@link #refresh(OAuthSession)}.
     *
     * @param session the session to refresh; its refresh token is consumed
     * @param lock the account's lock
     * @return the refreshed session of the same account, not saved yet
     * @throws ReauthenticationRequiredException if the server has ended the session
     * @throws RefreshException if the refresh failed for another reason
     */
    default OAuthSession refresh(OAuthSession session, SessionLock lock) {
        RefreshPermit.require(session, lock);
        return refresh(session);
    }

    /**
     * Makes the next refresh look up the account's PDS again, because a server has refused the account. Does nothing by
     * default.
     *
     * @param did the account
     */
    default void recheckAccount(String did) {}

    /**
     * Revokes the tokens of a session at its server. {@link SessionRefresher} calls this, on a background thread, for
     * tokens that it could not save before the user signed out or signed in again. Does nothing by default.
     *
     * @param session the session to revoke, which is not stored
     * @throws RefreshException if the tokens cannot be revoked; after a transient failure, this method is called again
     */
    default void revoke(OAuthSession session) {}

    /**
     * Returns whether no lookup of the account's PDS has succeeded since {@link #recheckAccount}. The next one should
     * then follow soon.
     *
     * @param did the account
     * @return false by default
     */
    default boolean isRecheckPending(String did) {
        return false;
    }

    /**
     * Returns a refresher for app-password sessions and for OAuth sessions of public clients, with default timeouts.
     * OAuth sessions must contain a client id, as those created by this library do.
     *
     * @param proofs creates the DPoP proofs; use one instance for the whole application, because it caches nonces
     * @return the refresher
     */
    static Refresher of(DpopProofFactory proofs) {
        return builder(proofs).build();
    }

    /**
     * Returns a refresher for app-password sessions and for OAuth sessions of a client, with default timeouts.
     *
     * @param proofs creates the DPoP proofs; use one instance for the whole application, because it caches nonces
     * @param client the application's client, public or confidential
     * @return the refresher
     */
    static Refresher of(DpopProofFactory proofs, OAuthClient client) {
        return builder(proofs).client(client).build();
    }

    /**
     * Returns a builder of a refresher for app-password sessions and OAuth sessions.
     *
     * @param proofs creates the DPoP proofs; use one instance for the whole application, because it caches nonces
     * @return the builder, with a default for every other part
     */
    static Builder builder(DpopProofFactory proofs) {
        return new Builder(proofs);
    }

    /** Builds a {@link Refresher}. Not thread-safe. */
    final class Builder {

        final DpopProofFactory proofs;

        @Nullable
        String clientId;

        @Nullable
        ClientKeys clientKeys;

        Clock clock = Clock.systemUTC();
        Duration singleUseDeadline = RefreshLimits.SENT_WITHIN;
        private Duration timeout = SsrfSafeHttpClient.DEFAULT_TIMEOUT;
        private Telemetry telemetry = Telemetry.none();
        private @Nullable SsrfSafeHttpClient http;
        private @Nullable IdentityResolver identities;

        private Builder(DpopProofFactory proofs) {
            this.proofs = proofs;
        }

        /**
         * Sets the application's client. Its id is used for sessions without a client id; its keys authenticate a
         * confidential client.
         *
         * @param client the client, or null if all sessions contain the client id of a public client
         * @return this builder
         */
        public Builder client(@Nullable OAuthClient client) {
            clientId(client == null ? null : client.clientId());
            return clientKeys(client == null ? null : client.keys().orElse(null));
        }

        /**
         * Sets the client id for sessions without one; none by default.
         *
         * @param newClientId the client id, or null if all sessions contain one
         * @return this builder
         */
        public Builder clientId(@Nullable String newClientId) {
            clientId = newClientId;
            return this;
        }

        /**
         * Sets the keys of a confidential client; none by default. A session that is bound to a key is refreshed with
         * that key.
         *
         * @param newClientKeys the keys, or null if there are only public clients
         * @return this builder
         */
        public Builder clientKeys(@Nullable ClientKeys newClientKeys) {
            clientKeys = newClientKeys;
            return this;
        }

        /**
         * Sets the timeout of each request: one limit for connecting, and the same again for the response. 10 seconds
         * by default. The token response itself may take up to 80 seconds.
         *
         * @param newTimeout the timeout, positive
         * @return this builder
         */
        public Builder timeout(Duration newTimeout) {
            timeout = newTimeout;
            return this;
        }

        /**
         * Sets the clock; the system clock by default.
         *
         * @param newClock the local time
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Sets the resolver of the accounts' DID documents; one for the public network by default. Sessions of a PDS on
         * this machine ({@code http}) are looked up only by a resolver for development.
         *
         * @param newIdentities the resolver
         * @return this builder
         */
        public Builder identities(IdentityResolver newIdentities) {
            identities = newIdentities;
            return this;
        }

        /**
         * Sets the receiver of reports about HTTP requests; none by default.
         *
         * @param newTelemetry the receiver
         * @return this builder
         */
        public Builder telemetry(Telemetry newTelemetry) {
            telemetry = GuardedTelemetry.of(newTelemetry);
            return this;
        }

        // For tests, whose client has its own network: unless the test sets a resolver, nothing is looked up.
        Builder http(SsrfSafeHttpClient newHttp) {
            http = newHttp;
            return this;
        }

        Builder singleUseDeadline(Duration newDeadline) {
            singleUseDeadline = newDeadline;
            return this;
        }

        /**
         * Returns the refresher.
         *
         * @return a new refresher
         * @throws IllegalArgumentException if the timeout is not positive
         */
        public Refresher build() {
            SsrfSafeHttpClient client = http == null ? SsrfSafeHttpClient.queueing(timeout, clock, telemetry) : http;
            IdentityResolver resolver = identities == null && http == null
                    ? IdentityResolver.builder()
                            .timeout(timeout)
                            .clock(clock)
                            .telemetry(telemetry)
                            .build()
                    : identities;
            return new TokenTypeRefresher(
                    new TokenEndpointRefresher(this, client),
                    new AppPasswordRefresher(client, clock),
                    new AccountLocator(resolver, lookupThreads(), clock),
                    new SessionRevocation(client, proofs, clock, clientId, clientKeys));
        }

        // Separate threads: while a directory hangs, token requests must not wait for a free one.
        private BoundedExecutor lookupThreads() {
            return new SsrfSafeHttpClient(timeout, NetworkPolicy.PUBLIC, clock, telemetry).executor();
        }
    }
}
