package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a session's refresh token for new tokens. Implementations are thread-safe.
 *
 * <p>The refreshers of this library refresh OAuth sessions at the token endpoint of the authorization server that the
 * account's PDS names, and the sessions of app passwords at the PDS. The servers must have public https addresses; only a PDS
 * on this machine may use http and name a server on this machine.
 *
 * <p>A refresh token can be used once. An implementation must not send it a second time unless the server has refused the
 * first request without looking at the token. The caller must refresh a session only once at a time and save the result, as
 * {@link SessionRefresher} does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
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
     * Returns a refresher for sessions of app passwords and for OAuth sessions of public clients, with default timeouts. The
     * OAuth sessions must name their client, as those of this library's {@code login} do.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
     * @return the refresher
     */
    static Refresher of(DpopProofFactory proofs) {
        return builder(proofs).build();
    }

    /**
     * Returns a refresher for sessions of app passwords and for OAuth sessions of a client, with default timeouts.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
     * @param client the application's client, public or confidential
     * @return the refresher
     */
    static Refresher of(DpopProofFactory proofs, OAuthClient client) {
        return builder(proofs).client(client).build();
    }

    /**
     * Returns a builder of a refresher for sessions of app passwords and for OAuth sessions.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
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
        private @Nullable SsrfSafeHttpClient http;

        private Builder(DpopProofFactory proofs) {
            this.proofs = proofs;
        }

        /**
         * Sets the application's client: its id for sessions that do not name their client, and its keys.
         *
         * @param client the client, or null if every session is of a public client and names it
         * @return this builder
         */
        public Builder client(@Nullable OAuthClient client) {
            clientId(client == null ? null : client.clientId());
            return clientKeys(client == null ? null : client.keys().orElse(null));
        }

        /**
         * Sets the client of sessions that do not name theirs; none by default.
         *
         * @param newClientId the client identifier, or null if every session names its client
         * @return this builder
         */
        public Builder clientId(@Nullable String newClientId) {
            clientId = newClientId;
            return this;
        }

        /**
         * Sets the keys of a confidential client; none by default. A session that is bound to a key is refreshed with that
         * key.
         *
         * @param newClientKeys the keys, or null if there are only public clients
         * @return this builder
         */
        public Builder clientKeys(@Nullable ClientKeys newClientKeys) {
            clientKeys = newClientKeys;
            return this;
        }

        /**
         * Sets the timeout for connecting, and again for each response; 10 seconds by default. A response with new tokens may
         * take up to 80 seconds.
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
            SsrfSafeHttpClient client = http == null ? SsrfSafeHttpClient.queueing(timeout) : http;
            return new TokenTypeRefresher(
                    new TokenEndpointRefresher(this, client), new AppPasswordRefresher(client, clock));
        }
    }
}
