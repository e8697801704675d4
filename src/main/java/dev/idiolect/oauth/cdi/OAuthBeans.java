package dev.idiolect.oauth.cdi;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.DpopProviders;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the beans that an application may inject; the replaceable ones are those of {@link OAuthExtension}. */
@ApplicationScoped
class OAuthBeans {

    @Produces
    @Singleton
    DpopNonces nonces() {
        return new DpopNonces();
    }

    @Produces
    @Singleton
    DpopProofs proofs(ConfiguredOAuth configured, DpopNonces nonces) {
        return new DpopProofs(nonces, DpopProviders.find(configured.config().dpopProvider()), Clock.systemUTC());
    }

    @Produces
    @Singleton
    SessionRefresher sessionRefresher(ConfiguredOAuth configured, OAuthTokenStore store, Refresher refresher) {
        return new SessionRefresher(store, refresher, configured.config().refreshThreshold(), Clock.systemUTC());
    }
}
