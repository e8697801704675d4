package dev.idiolect.oauth.internal.http;

/** What a request is for. Its name in lower case is an attribute of the metrics. */
public enum HttpPurpose {
    /** A handle or a DID document. */
    IDENTITY,
    /** The metadata of a server (RFC 8414, RFC 9728). */
    METADATA,
    /** A pushed authorization request (RFC 9126). */
    PUSHED_AUTHORIZATION_REQUEST,
    /** A token request (RFC 6749 section 3.2). */
    TOKEN,
    /** A token revocation (RFC 7009). */
    REVOCATION,
    /** The creation, refresh or end of an app-password session. */
    APP_PASSWORD_SESSION,
    /** Anything else. */
    OTHER
}
