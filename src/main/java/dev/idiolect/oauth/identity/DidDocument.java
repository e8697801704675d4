package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the AT Protocol takes from a DID document.
 *
 * @param handle the primary handle that the account claims, unverified, or null
 * @param pdsUrl the PDS's origin
 * @see <a href="https://atproto.com/specs/did#did-documents">AT Protocol: DID documents</a>
 */
record DidDocument(String did, @Nullable Handle handle, String pdsUrl) {

    private static final String AT = "at://";

    /** @throws IdentityException if the document is another DID's, or says of no PDS, or of one that can't be used */
    static DidDocument of(String did, Map<String, Object> json, NetworkPolicy policy) {
        if (!did.equals(json.get("id"))) {
            throw broken(did, "is for another DID (id)");
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
                        && ("#atproto_pds".equals(entry.get("id")) || (did + "#atproto_pds").equals(entry.get("id")))
                        && "AtprotoPersonalDataServer".equals(entry.get("type")))
                .map(service -> ((Map<?, ?>) service).get("serviceEndpoint"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> broken(did, "names no PDS (a service #atproto_pds)"));
        if (endpoint instanceof String text) {
            Optional<String> origin = policy.originOf(text);
            if (origin.isPresent()) {
                return origin.get();
            }
        }
        throw broken(did, "names a PDS whose address is not the origin of an https URL with a public host name");
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static IdentityException broken(String did, String what) {
        return IdentityException.permanent(
                did, "The document of " + did + " " + what + ". Its owner has to mend it, or the server that hosts it");
    }
}
