package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;

/**
 * Asks a service that resolves handles for others, such as a PDS.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-identity-resolve-handle">com.atproto.identity.resolveHandle</a>
 */
final class XrpcHandleResolver implements HandleResolver {

    private final SsrfSafeHttpClient http;
    private final String serviceUrl;
    private final NetworkPolicy policy;

    XrpcHandleResolver(SsrfSafeHttpClient http, String serviceUrl, NetworkPolicy policy) {
        this.http = http;
        this.serviceUrl = serviceUrl;
        this.policy = policy;
    }

    @Override
    public String didOf(Handle handle) {
        URI url = URI.create(serviceUrl + "/xrpc/com.atproto.identity.resolveHandle?handle=" + handle.value());
        HttpResponse answer;
        try {
            answer = http.getJson(url);
        } catch (ExchangeException e) {
            throw new IdentityException(
                    "No answer about the handle " + handle + " from " + serviceUrl + ": " + e.getMessage(),
                    handle.value(),
                    e.isTransient(),
                    e);
        }
        var json = answer.json();
        if (answer.status() != 200) {
            throw new IdentityException(
                    "The handle " + handle + " does not lead to an account: " + serviceUrl + " answered "
                            + answer.summary() + (answer.isTransient() ? ". Try again later" : ". Check its spelling"),
                    handle.value(),
                    answer.isTransient(),
                    null);
        }
        if (json != null && json.get("did") instanceof String did && AtprotoDid.isSupported(did, policy)) {
            return did;
        }
        throw IdentityException.permanent(
                handle.value(), serviceUrl + " has answered with no supported DID for the handle " + handle);
    }
}
