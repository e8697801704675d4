package dev.idiolect.oauth.rest;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Points a request at its account's server and signs it; the last request filter, so that it signs what is sent. */
final class SigningRequestFilter implements ClientRequestFilter {

    /** After every other request filter, and, as response filters run from high to low, before every other one of those. */
    static final int PRIORITY = 9000;

    private static final String INVOKED_METHOD = "org.eclipse.microprofile.rest.client.invokedMethod";

    private final Set<Class<?>> apis = new CopyOnWriteArraySet<>();

    /** Adds an interface whose methods count: one builder can build clients of several. */
    void add(Class<?> api) {
        apis.add(api);
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (!(request.getProperty(INVOKED_METHOD) instanceof Method invoked)) {
            throw new UnsignedCallException(
                    "The REST client does not say which method is called (request property " + INVOKED_METHOD
                            + "), so the call can't be signed; a MicroProfile REST client 3.0 or later is needed");
        }
        if (!isOurs(invoked)) {
            return;
        }
        SignedCall call = CallScope.current();
        if (call == null || !call.isOf(invoked)) {
            throw new UnsignedCallException(invoked.getDeclaringClass().getName() + "." + invoked.getName()
                    + " is to be signed, and was called on a client that this library doesn't see. Pass a client that is"
                    + " built with RestClientBuilder through SignedCalls.wrap, or inject it with @RestClient");
        }
        try {
            RequestAttempt sent = call.startRequest();
            request.setProperty(RequestAttempt.PROPERTY, sent);
            RequestSigner.sign(request, sent);
        } catch (RuntimeException e) {
            call.failed(e);
            throw e;
        }
    }

    private boolean isOurs(Method invoked) {
        if (Routing.of(invoked.getDeclaringClass(), invoked) != null) {
            return true;
        }
        for (Class<?> api : apis) {
            if (ApiMethod.find(api, invoked) != null
                    && invoked.getDeclaringClass().isAssignableFrom(api)) {
                return true;
            }
        }
        return false;
    }
}
