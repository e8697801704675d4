package dev.idiolect.oauth.permission;

/** A part of the identity of an account. Later versions may add constants. */
public enum IdentityAttribute {
    /** The handle. */
    HANDLE,
    /** The whole DID document, with the handle. A scope string contains {@code *}. */
    ALL
}
