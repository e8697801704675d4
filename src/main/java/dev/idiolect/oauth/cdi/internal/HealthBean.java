package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Adds the readiness check, if MicroProfile Health is present. Public only for the container. */
public class HealthBean implements SyntheticBeanCreator<HealthCheck> {

    /** Creates an instance; called by the container. */
    public HealthBean() {}

    /** @throws LinkageError if MicroProfile Health is not present */
    static void addTo(SyntheticComponents components) {
        components
                .addBean(HealthCheck.class)
                .type(HealthCheck.class)
                .qualifier(Readiness.Literal.INSTANCE)
                .scope(Singleton.class)
                .createWith(HealthBean.class);
    }

    @Override
    public HealthCheck create(Instance<Object> lookup, Parameters params) {
        StoreHealth health = new StoreHealth(
                BeanLookup.get(lookup, OAuthTokenStore.class),
                BeanLookup.get(lookup, SessionRefresher.class),
                Clock.systemUTC());
        return () -> response(health.check());
    }

    private static HealthCheckResponse response(StoreHealth.Result result) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("idiolect-oauth")
                .status(result.problem().isEmpty());
        result.problem().ifPresent(problem -> response.withData("problem", problem));
        result.counts().forEach(response::withData);
        return response.build();
    }
}
