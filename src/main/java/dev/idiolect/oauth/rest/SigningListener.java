package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/**
 * Adds this library's filters to every REST client whose interface, or a method of it, bears {@link DpopSigned} or
 * {@link PdsRouted}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Redirects are switched off for such a client, since a proof is good for one URL and a token for one server. A client
 * with asynchronous methods gets an executor in place of the one that was given to its builder, as there is no way to ask
 * a builder for that; name yours by {@code builder.property(SigningListener.EXECUTOR, executor)}.
 */
public final class SigningListener implements RestClientListener {

    /** The builder property that names the executor for asynchronous calls: a {@link Executor}. */
    public static final String EXECUTOR = "dev.idiolect.oauth.client.executor";

    private static final Logger LOG = System.getLogger(SigningListener.class.getName());

    /** Creates a listener. */
    public SigningListener() {}

    @Override
    public void onNewClient(Class<?> api, RestClientBuilder builder) {
        if (!Routing.anyIn(api)) {
            return;
        }
        registered(builder).add(api);
        builder.followRedirects(false);
        if (hasAsynchronousMethod(api)) {
            carryCalls(builder);
        }
    }

    private static SigningRequestFilter registered(RestClientBuilder builder) {
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

    private static void carryCalls(RestClientBuilder builder) {
        Object named = builder.getConfiguration().getProperty(EXECUTOR);
        Executor threads = named instanceof Executor executor ? executor : AsyncExecutors.find();
        try {
            builder.executorService(new ContextPropagatingExecutor(threads));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "The REST client takes no executor and so needs none", e);
        }
    }
}
