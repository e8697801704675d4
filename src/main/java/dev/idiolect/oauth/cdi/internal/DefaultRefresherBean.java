package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Creates the default refresher, unless the application replaces it. Public only for the container. */
public class DefaultRefresherBean implements SyntheticBeanCreator<Refresher> {

    /** Creates an instance; called by the container. */
    public DefaultRefresherBean() {}

    @Override
    public Refresher create(Instance<Object> lookup, Parameters params) {
        OAuthConfig config = BeanLookup.get(lookup, OAuthConfig.class);
        return Refresher.builder(BeanLookup.get(lookup, DpopProofFactory.class))
                .client(DefaultLoginBeans.clientOrNull(lookup))
                .identities(BeanLookup.get(lookup, IdentityResolver.class))
                .timeout(config.httpTimeout())
                .telemetry(BeanLookup.get(lookup, Telemetry.class))
                .build();
    }
}
