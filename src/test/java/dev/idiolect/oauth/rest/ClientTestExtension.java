package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.xrpc.RepoClient;
import io.smallrye.config.inject.ConfigExtension;
import io.smallrye.faulttolerance.FaultToleranceExtension;
import io.smallrye.faulttolerance.metrics.MetricsIntegration;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.jboss.resteasy.microprofile.client.RestClientExtension;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one container for all tests, and an application with its own SignedCalls for each. */
final class ClientTestExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ClientTestExtension.class);

    private record Container(SeContainer cdi) implements AutoCloseable {
        @Override
        public void close() {
            cdi.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ClientApp.class;
    }

    @Override
    public ClientApp resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Container container = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Container.class, key -> new Container(start()), Container.class);
        ClientApp app = new ClientApp(container.cdi());
        context.getStore(NAMESPACE).put(ClientApp.class, app);
        return app;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ClientApp app = context.getStore(NAMESPACE).remove(ClientApp.class, ClientApp.class);
        if (app != null) {
            app.close();
        }
    }

    private static SeContainer start() {
        return SeContainerInitializer.newInstance()
                // Discovery would add the beans of every test; without it the extensions must be named.
                .disableDiscovery()
                .addExtensions(
                        new RestClientExtension(),
                        new ConfigExtension(),
                        new FaultToleranceExtension(MetricsIntegration.NOOP))
                .addBeanClasses(
                        DpopSignedInterceptor.class,
                        PdsRoutedInterceptor.class,
                        ClientApp.Beans.class,
                        NoteClient.class,
                        MixedClient.class,
                        RetryingClient.class,
                        CountedAttempts.Counter.class,
                        InnerRetry.Retrying.class,
                        RepoClient.class)
                .initialize();
    }
}
