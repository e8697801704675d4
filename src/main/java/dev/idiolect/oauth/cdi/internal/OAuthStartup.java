package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Makes everything when the application starts, so that what is wrong stops the deployment instead of the first call. Its
 * parameters also tell containers that remove unused beans that these are used.
 */
@ApplicationScoped
class OAuthStartup {

    private static final Logger LOG = System.getLogger(OAuthStartup.class.getName());

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            OAuthConfig config,
            OAuthTokenStore store,
            DpopNonces nonces,
            DpopProofFactory proofs,
            SessionRefresher refresher,
            SignedCalls calls,
            Instance<ActiveAccount> activeAccount) {
        LOG.log(
                Level.DEBUG,
                "Sessions are kept in {0} {1}, refreshed {2} before they end",
                config.store(),
                config.storePath() == null ? "" : config.storePath(),
                config.refreshThreshold());
    }
}
