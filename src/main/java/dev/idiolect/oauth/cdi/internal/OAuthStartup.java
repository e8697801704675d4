package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Creates the beans for signed calls, and checks the store.
 *
 * <p>The injected fields also prevent containers from removing these beans as unused.
 */
@Dependent
class OAuthStartup {

    private static final Logger LOG = System.getLogger(OAuthStartup.class.getName());

    @Inject
    OAuthConfig config;

    @Inject
    Instance<OAuthTokenStore> store;

    @Inject
    DpopNonces nonces;

    @Inject
    DpopProofFactory proofs;

    @Inject
    SessionRefresher refresher;

    @Inject
    SignedCalls calls;

    @Inject
    Telemetry telemetry;

    @Inject
    Instance<ActiveAccount> activeAccount;

    @Inject
    Instance<OutsideTransaction> outsideTransaction;

    @Inject
    Instance<KeySource> keySource;

    @Inject
    ApplicationBeans beans;

    @Inject
    BeanContainer container;

    void start() {
        if (beans.ownStore()) {
            EncryptionConfig.checkForOwnStore(config.store());
        }
        StoreLockCheck.run(store, container, config.keepAlive());
        LOG.log(
                Level.DEBUG,
                "Configured store: {0}. Tokens are refreshed {1} before they expire",
                config.store(),
                config.refreshThreshold());
    }
}
