package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * What every way to sign in and out needs.
 *
 * @param store where sessions and pending logins are kept
 * @param identities who is who
 * @param proofs what makes the proofs; shared with whoever else talks to the same servers
 * @param timeout the limit for connecting and again for the answer, for each request, greater than zero
 * @param development whether http to {@code localhost}, {@code 127.0.0.1} and {@code [::1]} is allowed; never for production
 * @param clock the local time
 * @param listener is told of each login and logout
 * @param threads makes the thread of each login's last part, asked on the caller's thread, whose context it may pass on; never
 *     one that is interrupted meanwhile
 */
public record LoginSettings(
        OAuthTokenStore store,
        IdentityResolver identities,
        DpopProofFactory proofs,
        Duration timeout,
        boolean development,
        Clock clock,
        SessionListener listener,
        ThreadFactory threads) {

    /**
     * Creates a context without a listener, and with threads of the library.
     *
     * @param store see the record
     * @param identities see the record
     * @param proofs see the record
     * @param timeout see the record
     * @param development see the record
     * @param clock see the record
     */
    public LoginSettings(
            OAuthTokenStore store,
            IdentityResolver identities,
            DpopProofFactory proofs,
            Duration timeout,
            boolean development,
            Clock clock) {
        this(store, identities, proofs, timeout, development, clock, SessionListener.none(), new DaemonThreads());
    }

    /**
     * Returns a context for the public network: with identities, proofs and limits as they are by default.
     *
     * @param store where sessions and pending logins are kept
     * @return the context
     */
    public static LoginSettings of(OAuthTokenStore store) {
        return new LoginSettings(
                store,
                new IdentityResolver(),
                new DpopProofFactory(),
                SsrfSafeHttpClient.DEFAULT_TIMEOUT,
                false,
                Clock.systemUTC());
    }

    SsrfSafeHttpClient http() {
        return new SsrfSafeHttpClient(timeout, NetworkPolicy.of(development));
    }
}
