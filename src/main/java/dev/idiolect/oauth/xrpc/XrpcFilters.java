package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** Registers this package's filter with REST clients that have {@link DpopSigned} methods. */
final class XrpcFilters {

    private XrpcFilters() {}

    /** Called for every new client. Public, because {@link java.util.ServiceLoader} requires it. */
    public static final class Listener implements RestClientListener {

        public Listener() {}

        @Override
        public void onNewClient(Class<?> api, RestClientBuilder builder) {
            boolean routed = isRouted(api) || Arrays.stream(api.getMethods()).anyMatch(XrpcFilters::isRouted);
            if (routed && !builder.getConfiguration().isRegistered(XrpcResponseFilter.class)) {
                builder.register(new XrpcResponseFilter(), XrpcResponseFilter.PRIORITY);
                builder.register(new VoidReader());
            }
        }
    }

    private static boolean isRouted(AnnotatedElement element) {
        return element.isAnnotationPresent(DpopSigned.class) || element.isAnnotationPresent(PdsRouted.class);
    }
}
