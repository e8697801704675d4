package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves handles by an XRPC service, such as a PDS.
 *
 * @see
 *     <a href="https://docs.bsky.app/docs/api/com-atproto-identity-resolve-handle">com.atproto.identity.resolveHandle</a>
 */
final class XrpcHandleResolver implements HandleResolver {

    private final IdentityHttp http;
    private final String serviceUrl;
    private final NetworkPolicy policy;

    XrpcHandleResolver(IdentityHttp http, String serviceUrl, NetworkPolicy policy) {
        this.http = http;
        this.serviceUrl = serviceUrl;
        this.policy = policy;
    }

    @Override
    public String resolve(Handle handle) {
        URI url = URI.create(serviceUrl + "/xrpc/com.atproto.identity.resolveHandle?handle=" + handle.value());
        HttpResponse response;
        try {
            response = http.get(url, "application/json");
        } catch (ExchangeException e) {
            throw failure(
                    handle,
                    "no response from " + serviceUrl + ": " + e.getMessage(),
                    e.isTransient(),
                    e.retryAfter().orElse(null),
                    e);
        }
        Map<String, Object> json = response.json();
        // The service always responds with JSON.
        boolean isTransient = response.isTransient() || json == null;
        if (response.status() != 200 || json == null) {
            throw failure(
                    handle,
                    serviceUrl + " returned " + response.summary() + (json == null ? " without JSON" : "")
                            + (isTransient ? ". Try again later" : ". Check its spelling"),
                    isTransient,
                    http.retryAfter(response),
                    null);
        }
        if (json.get("did") instanceof String did && AtprotoDid.isSupported(did, policy)) {
            return did;
        }
        throw failure(handle, serviceUrl + " returned no supported DID", false, null, null);
    }

    private static IdentityException failure(
            Handle handle,
            String detail,
            boolean isTransient,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        return new IdentityException(
                "Cannot resolve the handle " + handle + ": " + detail, handle.value(), isTransient, retryAfter, cause);
    }
}
