package dev.idiolect.oauth.identity;

/** Finds the DID that a handle leads to; nothing is said of whether that account agrees. */
@FunctionalInterface
interface HandleResolver {

    /** @throws IdentityException if the handle leads nowhere, or to nothing that is a supported DID */
    String didOf(Handle handle);
}
