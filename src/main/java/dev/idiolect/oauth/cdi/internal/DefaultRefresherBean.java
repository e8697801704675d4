package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.AppPasswordRefresher;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.TokenEndpointRefresher;
import dev.idiolect.oauth.refresh.TokenTypeRefresher;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.time.Clock;

/** Creates the refresher for an application without a refresher of its own. Public only for the container. */
public class DefaultRefresherBean implements SyntheticBeanCreator<Refresher> {

    /** Creates an instance; called by the container. */
    public DefaultRefresherBean() {}

    @Override
    public Refresher create(Instance<Object> lookup, Parameters params) {
        OAuthConfig config = BeanLookup.get(lookup, OAuthConfig.class);
        DpopProofFactory proofs = BeanLookup.get(lookup, DpopProofFactory.class);
        Clock clock = Clock.systemUTC();
        OAuthClient client = DefaultLoginBeans.clientOrNull(lookup);
        return new TokenTypeRefresher(
                TokenEndpointRefresher.builder(proofs)
                        .clientId(client == null ? null : client.clientId())
                        .clientKeys(client == null ? null : client.keys().orElse(null))
                        .timeout(config.httpTimeout())
                        .clock(clock)
                        .build(),
                new AppPasswordRefresher(config.httpTimeout(), clock));
    }
}
