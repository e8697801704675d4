package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.net.URI;
import java.util.Map;

/** Fetches DID documents from the PLC directory or the host of a did:web. */
final class DidDocuments {

    private final IdentityHttp http;
    private final String plcUrl;
    private final NetworkPolicy policy;

    DidDocuments(IdentityHttp http, String plcUrl, NetworkPolicy policy) {
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
                    e.retryAfter().orElse(null),
                    e);
        }
        if (response.status() == 200 && !MaxLength.DID_DOCUMENT.allows(response.body())) {
            throw DidDocument.invalid(did, "it must have at most " + MaxLength.DID_DOCUMENT.limit() + " bytes");
        }
        Map<String, Object> json = response.json();
        if (response.status() != 200) {
            throw new IdentityException(
                    "Cannot resolve " + did + ": " + url + " returned HTTP " + meaning(response.status()),
                    did,
                    response.isTransient() || !(json != null || isFromSite(did, response.status())),
                    http.retryAfter(response),
                    null);
        }
        if (json == null) {
            throw new IdentityException(
                    "Invalid DID document at " + url + ": it is not a JSON object; something else may have responded"
                            + " instead of the server",
                    did,
                    true,
                    null);
        }
        return DidDocument.of(did, json, policy);
    }

    // A site without the document responds with a page of its own; the PLC directory always responds with JSON.
    private static boolean isFromSite(String did, int status) {
        return did.startsWith("did:web:") && (status / 100 == 3 || status == 404 || status == 410);
    }

    private static String meaning(int status) {
        return switch (status) {
            case 404 -> "404: the DID is not registered there";
            case 410 -> "410: the account has been deleted";
            case 301, 302, 303, 307, 308 -> status + ": a DID document may not redirect";
            default -> status + " instead of 200";
        };
    }
}
