package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Rewrites a request's URL to the account's PDS and signs the request. Runs after all other request filters, when the
 * URL is final.
 */
final class SigningRequestFilter implements ClientRequestFilter {

    /**
     * Request filters run in ascending order, response filters in descending order, so this library's filters run
     * closest to the connection.
     */
    static final int PRIORITY = 9000;

    private static final String INVOKED_METHOD = "org.eclipse.microprofile.rest.client.invokedMethod";
    private static final String DPOP = "DPoP";

    private final Set<Class<?>> apis = new CopyOnWriteArraySet<>();
    private final Map<Method, Boolean> annotated = new ConcurrentHashMap<>();

    /** Adds a client interface. One builder can build clients of several interfaces. */
    void add(Class<?> api) {
        apis.add(api);
        annotated.clear();
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (!(request.getProperty(INVOKED_METHOD) instanceof Method method)) {
            throw new UnsignedCallException("Cannot sign the call: the REST client does not set the request property "
                    + INVOKED_METHOD + "; use MicroProfile REST Client 3.0 or later");
        }
        if (!annotated.computeIfAbsent(method, this::isAnnotated)) {
            return;
        }
        SignedCall call = CallScope.current();
        if (call == null || !call.isCallOf(method)) {
            throw new UnsignedCallException("Cannot sign "
                    + method.getDeclaringClass().getName() + "."
                    + method.getName() + ": its client is neither injected with @RestClient nor wrapped. Pass a client"
                    + " built with RestClientBuilder through SignedCalls.wrap");
        }
        try {
            RequestAttempt attempt = call.startRequest();
            request.setProperty(RequestAttempt.PROPERTY, attempt);
            sign(request, attempt);
        } catch (RuntimeException e) {
            call.failed(e);
            throw e;
        }
    }

    private boolean isAnnotated(Method method) {
        if (Routing.of(method.getDeclaringClass(), method) != null) {
            return true;
        }
        for (Class<?> api : apis) {
            if (ApiMethod.find(api, method) != null
                    && method.getDeclaringClass().isAssignableFrom(api)) {
                return true;
            }
        }
        return false;
    }

    private static void sign(ClientRequestContext request, RequestAttempt attempt) {
        URI target = at(attempt.origin(), request.getUri());
        request.setUri(target);
        MultivaluedMap<String, Object> headers = request.getHeaders();
        ForeignHeaders.removeFrom(headers);
        if (!attempt.call().isSigned()) {
            return;
        }
        OAuthSession session = attempt.session();
        if (session.isBearer()) {
            headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + session.accessJwt());
            return;
        }
        String proof = attempt.call()
                .proofs()
                .proof(session.dpopPrivateKeyJwk(), request.getMethod(), target, session.accessJwt());
        headers.putSingle(HttpHeaders.AUTHORIZATION, "DPoP " + session.accessJwt());
        headers.putSingle(DPOP, proof);
    }

    private static URI at(String origin, URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return URI.create(origin + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }
}
