package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.UnrepeatedPosts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** Registers this library's filters with REST clients that have {@link DpopSigned} methods. */
final class SigningFilters {

    private static final Logger LOG = System.getLogger(SigningFilters.class.getName());

    private SigningFilters() {}

    /** Called for every new client. Public, as required by {@link java.util.ServiceLoader}. */
    public static final class Listener implements RestClientListener {

        public Listener() {}

        @Override
        public void onNewClient(Class<?> api, RestClientBuilder builder) {
            if (Routing.appliesTo(api)) {
                register(api, builder);
            }
        }
    }

    private static void register(Class<?> api, RestClientBuilder builder) {
        RedirectSetting.requireNone(api);
        UnrepeatedPosts.ensure(builder.getClass());
        requestFilter(builder).add(api);
        // A proof is valid for one URL only, and a token for one server only.
        builder.followRedirects(false);
        if (hasAsynchronousMethod(api)) {
            propagateCalls(builder);
        }
    }

    private static SigningRequestFilter requestFilter(RestClientBuilder builder) {
        for (Object instance : builder.getConfiguration().getInstances()) {
            if (instance instanceof SigningRequestFilter filter) {
                return filter;
            }
        }
        SigningRequestFilter filter = new SigningRequestFilter();
        builder.register(filter, SigningRequestFilter.PRIORITY);
        builder.register(new SigningResponseFilter(), SigningRequestFilter.PRIORITY);
        return filter;
    }

    private static boolean hasAsynchronousMethod(Class<?> api) {
        for (Method method : api.getMethods()) {
            if (ReturnType.isAsynchronous(method.getReturnType()) && Routing.of(api, method) != null) {
                return true;
            }
        }
        return false;
    }

    private static void propagateCalls(RestClientBuilder builder) {
        Object property = builder.getConfiguration().getProperty(SignedCalls.EXECUTOR);
        Executor executor = property instanceof Executor given ? given : AsyncExecutors.find();
        try {
            builder.executorService(new ContextPropagatingExecutor(executor));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "The REST client accepts no executor, so it needs none", e);
        }
    }
}
