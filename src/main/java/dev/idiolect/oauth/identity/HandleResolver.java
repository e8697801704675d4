package dev.idiolect.oauth.identity;

/** Resolves a handle to a DID. The result is unverified: the DID document may list another handle. */
@FunctionalInterface
interface HandleResolver {

    /**
     * Returns the DID of a handle.
     *
     * @throws IdentityException if the handle does not resolve to a supported DID
     */
    String resolve(Handle handle);
}
