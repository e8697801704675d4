package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;

/**
 * A handle's DID by HTTPS.
 *
 * @see <a href="https://atproto.com/specs/handle#https-well-known-method">AT Protocol: HTTPS well-known method</a>
 */
final class WellKnownHandleResolver {

    private final SsrfSafeHttpClient http;
    private final NetworkPolicy policy;

    WellKnownHandleResolver(SsrfSafeHttpClient http, NetworkPolicy policy) {
        this.http = http;
        this.policy = policy;
    }

    HandleLookup ask(Handle handle) {
        URI url = URI.create("https://" + handle.value() + "/.well-known/atproto-did");
        HttpResponse answer;
        try {
            answer = http.get(url, "text/plain");
        } catch (ExchangeException e) {
            return HandleLookup.nothing(url + ": " + e.getMessage(), e.isTransient());
        }
        if (answer.status() / 100 != 2) {
            String redirect = answer.status() / 100 == 3 ? " (redirects are not followed)" : "";
            return HandleLookup.nothing(url + " answered HTTP " + answer.status() + redirect, answer.isTransient());
        }
        String did = answer.text().strip();
        return AtprotoDid.isSupported(did, policy)
                ? HandleLookup.did(did)
                : HandleLookup.nothing(url + " answered with something that is no supported DID", false);
    }
}
