package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.util.Map;

/** Fetches DID documents from the PLC directory or the host of a did:web. */
final class DidDocuments {

    private final SsrfSafeHttpClient http;
    private final String plcUrl;
    private final NetworkPolicy policy;

    DidDocuments(SsrfSafeHttpClient http, String plcUrl, NetworkPolicy policy) {
        this.http = http;
        this.plcUrl = plcUrl;
        this.policy = policy;
    }

    /** @throws IdentityException if the DID is not supported, or its document is missing, unreachable or invalid */
    DidDocument fetch(String did) {
        URI url = AtprotoDid.documentUrl(did, plcUrl, policy);
        HttpResponse response;
        try {
            response = http.get(url, "application/did+ld+json, application/json");
        } catch (ExchangeException e) {
            throw new IdentityException(
                    "Cannot resolve " + did + ": no response from " + url + ": " + e.getMessage(),
                    did,
                    e.isTransient(),
                    e);
        }
        if (response.status() != 200) {
            throw new IdentityException(
                    "Cannot resolve " + did + ": " + url + " returned HTTP " + meaning(response.status()),
                    did,
                    response.isTransient(),
                    null);
        }
        Map<String, Object> json = response.json();
        if (json == null) {
            throw IdentityException.permanent(did, "Invalid DID document at " + url + ": it is not a JSON object");
        }
        return DidDocument.of(did, json, policy);
    }

    private static String meaning(int status) {
        return switch (status) {
            case 404 -> "404: the DID is not registered there";
            case 410 -> "410: the account has been deleted";
            default -> status + " instead of 200";
        };
    }
}
