package dev.idiolect.oauth.permission;

/** The degree of control of an {@link AccountAttribute}. Later versions may add constants. */
public enum AccountAction {
    /** Reads the attribute. */
    READ,
    /** Changes the attribute. Includes {@link #READ}. */
    MANAGE
}
