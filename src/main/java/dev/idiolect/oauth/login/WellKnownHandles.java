package dev.idiolect.oauth.login;

import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.WebAnswer;
import java.net.URI;

/**
 * A handle's DID by HTTPS.
 *
 * @see <a href="https://atproto.com/specs/handle#https-well-known-method">AT Protocol: HTTPS well-known method</a>
 */
final class WellKnownHandles {

    private final GuardedHttp http;
    private final boolean development;

    WellKnownHandles(GuardedHttp http, boolean development) {
        this.http = http;
        this.development = development;
    }

    Said ask(Handle handle) {
        URI url = URI.create("https://" + handle.value() + "/.well-known/atproto-did");
        WebAnswer answer;
        try {
            answer = http.get(url, "text/plain");
        } catch (ExchangeException e) {
            return Said.nothing(url + ": " + e.getMessage(), e.isTransient());
        }
        if (answer.status() / 100 != 2) {
            String redirect = answer.status() / 100 == 3 ? " (redirects are not followed)" : "";
            return Said.nothing(url + " answered HTTP " + answer.status() + redirect, answer.isTransient());
        }
        String did = answer.text().strip();
        return AtprotoDid.isSupported(did, development)
                ? Said.did(did)
                : Said.nothing(url + " answered with something that is no supported DID", false);
    }
}
