package dev.idiolect.oauth.cdi.internal;

import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.lang.annotation.Annotation;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** An application on Weld SE with this library, RESTEasy's REST client, SmallRye Config and Fault Tolerance. */
public final class TestApp implements AutoCloseable {

    private final SeContainer container;
    private final Config config;

    private TestApp(SeContainer container, Config config) {
        this.container = container;
        this.config = config;
    }

    /** Starts an application with these configuration values and bean classes. */
    public static TestApp start(Map<String, String> values, Class<?>... beans) {
        Config config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(values)
                .build();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        // Another test's container may have created a default Config.
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        resolver.releaseConfig(resolver.getConfig(loader));
        resolver.registerConfig(config, loader);
        try {
            return new TestApp(
                    SeContainerInitializer.newInstance().addBeanClasses(beans).initialize(), config);
        } catch (RuntimeException | Error e) {
            ConfigProviderResolver.instance().releaseConfig(config);
            throw e;
        }
    }

    public <T> T get(Class<T> type, Annotation... qualifiers) {
        return container.select(type, qualifiers).get();
    }

    @Override
    public void close() {
        try {
            container.close();
        } finally {
            ConfigProviderResolver.instance().releaseConfig(config);
        }
    }
}
