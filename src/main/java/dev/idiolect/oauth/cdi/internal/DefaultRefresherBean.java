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

/** The refresher of an application that brings none of its own; for the container, which needs it public. */
public class DefaultRefresherBean implements SyntheticBeanCreator<Refresher> {

    /** Creates the creator; for the container. */
    public DefaultRefresherBean() {}

    @Override
    public Refresher create(Instance<Object> lookup, Parameters params) {
        OAuthConfig config = BeanLookup.get(lookup, OAuthConfig.class);
        DpopProofFactory proofs = BeanLookup.get(lookup, DpopProofFactory.class);
        Clock clock = Clock.systemUTC();
        OAuthClient client = DefaultLoginBeans.clientOrNull(lookup);
        return new TokenTypeRefresher(
                new TokenEndpointRefresher(
                        proofs,
                        client == null ? null : client.clientId(),
                        client == null ? null : client.keys(),
                        config.httpTimeout(),
                        clock),
                new AppPasswordRefresher(config.httpTimeout(), clock));
    }
}
