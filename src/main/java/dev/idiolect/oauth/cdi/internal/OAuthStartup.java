package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Creates all beans when the application starts, so that an error stops the deployment instead of the first call.
 *
 * <p>The observer's parameters also prevent containers from removing these beans as unused.
 */
@ApplicationScoped
class OAuthStartup {

    private static final Logger LOG = System.getLogger(OAuthStartup.class.getName());

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            OAuthConfig config,
            Instance<OAuthTokenStore> store,
            DpopNonces nonces,
            DpopProofFactory proofs,
            SessionRefresher refresher,
            SignedCalls calls,
            Instance<ActiveAccount> activeAccount,
            Instance<OutsideTransaction> outsideTransaction,
            Instance<KeySource> keySource,
            BeanContainer container) {
        StoreLockCheck.run(store, container);
        LOG.log(
                Level.DEBUG,
                "Configured store: {0}. Tokens are refreshed {1} before they expire",
                config.store(),
                config.refreshThreshold());
    }
}
