package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Produces the beans that an application cannot replace. {@link OAuthExtension} adds the replaceable ones. */
@ApplicationScoped
class OAuthBeans {

    @Produces
    @Singleton
    OAuthConfig config(Config values) {
        return OAuthConfig.read(values);
    }

    @Produces
    @Singleton
    DpopNonces nonces() {
        return new DpopNonces();
    }

    @Produces
    @Singleton
    DpopProofFactory proofs(OAuthConfig config, DpopNonces nonces) {
        try {
            return DpopProofFactory.withProvider(nonces, config.dpopProvider(), Clock.systemUTC());
        } catch (DpopException e) {
            throw ConfigurationException.rejected(ConfigKey.DPOP_PROVIDER, config.dpopProvider(), e);
        }
    }

    @Produces
    @Singleton
    SignedCalls signedCalls(
            OAuthConfig config,
            SessionRefresher refresher,
            DpopProofFactory proofs,
            Telemetry telemetry,
            Instance<ActiveAccount> activeAccount) {
        return SignedCalls.builder(refresher, proofs)
                .telemetry(telemetry)
                .activeAccount(() -> active(activeAccount))
                .defaultAccount(config.account())
                .bodyLimit(config.bodyLimit())
                .build();
    }

    // Without a request, a request-scoped ActiveAccount is unavailable, which means that no account is active.
    private static Optional<String> active(Instance<ActiveAccount> activeAccount) {
        if (activeAccount.isUnsatisfied()) {
            return Optional.empty();
        }
        try {
            return activeAccount.get().did();
        } catch (ContextNotActiveException e) {
            return Optional.empty();
        }
    }

    @Produces
    @Singleton
    SessionRefresher sessionRefresher(
            OAuthConfig config, OAuthTokenStore store, Refresher refresher, SessionEvents events, Telemetry telemetry) {
        return SessionRefresher.builder(store, refresher)
                .threshold(config.refreshThreshold())
                .sessionCache(config.sessionCache())
                .endingNotice(config.endingNotice())
                .listener(events::fire)
                .telemetry(telemetry)
                .threadFactory(new ContainerThreads())
                .build();
    }

    void close(@Disposes SessionRefresher sessions) {
        sessions.close();
    }
}
