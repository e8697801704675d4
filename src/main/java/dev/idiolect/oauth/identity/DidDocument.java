package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a DID document that the AT Protocol uses.
 *
 * @param handle the first handle that the document lists, unverified, or null
 * @param pdsUrl the origin of the PDS
 * @see <a href="https://atproto.com/specs/did#did-documents">AT Protocol: DID documents</a>
 */
record DidDocument(String did, @Nullable Handle handle, String pdsUrl) {

    private static final String AT = "at://";

    /** @throws IdentityException if the document is for another DID, or names no PDS with a usable URL */
    static DidDocument of(String did, Map<String, Object> json, NetworkPolicy policy) {
        if (!did.equals(json.get("id"))) {
            throw invalid(did, "it is for another DID (id)");
        }
        return new DidDocument(did, handle(json), pdsUrl(did, json, policy));
    }

    private static @Nullable Handle handle(Map<String, Object> json) {
        return list(json.get("alsoKnownAs")).stream()
                .filter(name -> name instanceof String text && text.startsWith(AT))
                .map(name -> Handle.parse(((String) name).substring(AT.length())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String pdsUrl(String did, Map<String, Object> json, NetworkPolicy policy) {
        Object endpoint = list(json.get("service")).stream()
                .filter(service -> service instanceof Map<?, ?> entry
                        && entry.get("id") instanceof String id
                        && id.endsWith("#atproto_pds")
                        && values(entry.get("type")).contains("AtprotoPersonalDataServer"))
                .flatMap(service -> values(((Map<?, ?>) service).get("serviceEndpoint")).stream())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> invalid(did, "it has no PDS (service #atproto_pds)"));
        Optional<String> origin = endpoint instanceof String text ? policy.originOf(text) : Optional.empty();
        return origin.orElseThrow(
                () -> invalid(did, "the URL of its PDS must be the origin of an https URL with a public host name"));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    // DID Core allows a set in place of a single value.
    private static List<?> values(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    static IdentityException invalid(String did, String rule) {
        return IdentityException.permanent(
                did,
                "Invalid DID document of " + did + ": " + rule + ". The account's owner or PDS operator must fix it");
    }
}
