package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.Optional;

/** Verifies handles in both directions: a handle must resolve to the DID, and the DID document must list it first. */
final class HandleVerifier {

    private final HandleResolver handles;
    private final DidDocuments documents;
    private final NetworkPolicy policy;

    HandleVerifier(HandleResolver handles, DidDocuments documents, NetworkPolicy policy) {
        this.handles = handles;
        this.documents = documents;
        this.policy = policy;
    }

    /**
     * Returns the document of a handle's account.
     *
     * @throws IdentityException if the handle does not resolve, or if the document lists another one
     */
    DidDocument documentOf(Handle handle) {
        DidDocument document = documents.fetch(handles.resolve(handle));
        Handle listed = document.handle();
        // Compared as strings: on JDK 17, comparing records pins the application's class loader (JDK-8078641).
        if (listed == null || !handle.value().equals(listed.value())) {
            throw IdentityException.permanent(
                    handle.value(),
                    "The handle " + handle + " resolves to " + document.did() + ", but that DID's document lists "
                            + (listed == null ? "no handle. Use the DID" : listed + ". Use that handle or the DID"));
        }
        return document;
    }

    /**
     * Returns the handle that a document lists, or empty if there is none that resolves to its DID.
     *
     * @throws IdentityException if the handle cannot be resolved at the moment; names the handle as its subject
     */
    Optional<String> handleIn(DidDocument document) {
        Handle listed = document.handle();
        if (listed == null || policy.isReserved(listed.value())) {
            return Optional.empty();
        }
        try {
            boolean confirmed = handles.resolve(listed).equals(document.did());
            return confirmed ? Optional.of(listed.value()) : Optional.empty();
        } catch (IdentityException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
