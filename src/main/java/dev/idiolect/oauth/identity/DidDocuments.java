package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches DID documents, from the PLC directory or the host that a did:web names. */
final class DidDocuments {

    private final SsrfSafeHttpClient http;
    private final String plcUrl;
    private final NetworkPolicy policy;

    DidDocuments(SsrfSafeHttpClient http, String plcUrl, NetworkPolicy policy) {
        this.http = http;
        this.plcUrl = plcUrl;
        this.policy = policy;
    }

    /** @throws IdentityException if the DID is none that is supported, or has no document, or one that breaks the rules */
    DidDocument of(String did) {
        URI url = AtprotoDid.documentUrl(did, plcUrl, policy);
        HttpResponse answer;
        try {
            answer = http.get(url, "application/did+ld+json, application/json");
        } catch (ExchangeException e) {
            throw failure(did, "No answer about " + did + " from " + url + ": " + e.getMessage(), e.isTransient(), e);
        }
        if (answer.status() != 200) {
            throw failure(did, missing(did, url, answer.status()), answer.isTransient(), null);
        }
        Map<String, Object> json = answer.json();
        if (json == null) {
            throw failure(did, "The document of " + did + " at " + url + " is no JSON object", false, null);
        }
        return DidDocument.of(did, json, policy);
    }

    private static String missing(String did, URI url, int status) {
        String start = "There is no document of " + did + ": " + url + " answered HTTP " + status;
        return switch (status) {
            case 404 -> start + ", so the DID is not registered there";
            case 410 -> start + ", so the account has been deleted";
            default -> start + " where 200 is expected";
        };
    }

    private static IdentityException failure(String did, String message, boolean passing, @Nullable Throwable cause) {
        return new IdentityException(message, did, passing, cause);
    }
}
