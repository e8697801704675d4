package dev.idiolect.oauth.permission;

/** A part of the configuration of an account. Later versions may add constants. */
public enum AccountAttribute {
    /** The email address, and whether it is confirmed. */
    EMAIL,
    /** The whole repository: to manage it is to import one. To read it has no effect. */
    REPO,
    /** The hosting status of the account. The official server has it, but not the specification. */
    STATUS
}
