package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates the telemetry: an adapter for each monitoring API that is present and configured. Public only for the container.
 */
public class DefaultTelemetryBean implements SyntheticBeanCreator<Telemetry> {

    private static final Logger LOG = System.getLogger(DefaultTelemetryBean.class.getName());

    /** Creates an instance; called by the container. */
    public DefaultTelemetryBean() {}

    @Override
    public Telemetry create(Instance<Object> lookup, Parameters params) {
        TelemetryConfig config = BeanLookup.get(lookup, OAuthConfig.class).telemetry();
        Instance<Object> beans = BeanLookup.beans(lookup, OAuthConfig.class);
        // Guarded one by one: a failure of one system must not hide the reports to the other.
        List<Telemetry> found = new ArrayList<>();
        if (config.openTelemetry()) {
            find("OpenTelemetry", () -> OpenTelemetryAdapter.find(beans))
                    .ifPresent(adapter -> found.add(GuardedTelemetry.of(adapter)));
        }
        if (config.micrometer()) {
            find("Micrometer", () -> MicrometerAdapter.find(beans))
                    .ifPresent(adapter -> found.add(GuardedTelemetry.of(adapter)));
        }
        return Telemetry.of(found);
    }

    // Only the adapter loads the classes of its API, which is usually missing, or may have another version. A reference
    // to
    // its method would load them before the supplier is called.
    private static Optional<Telemetry> find(String system, Supplier<Optional<Telemetry>> adapter) {
        try {
            return adapter.get();
        } catch (LinkageError | RuntimeException e) {
            LOG.log(Level.DEBUG, "Does not report to {0}: {1}", system, e);
            return Optional.empty();
        }
    }
}
