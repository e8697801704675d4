package dev.idiolect.oauth.login;

/** What a logout does if the server cannot be reached or refuses to revoke the session. Constants may be added. */
public enum RevocationFailure {
    /** Keeps the stored session and throws, so that the logout can be repeated. */
    KEEP_SESSION,
    /** Deletes the stored session. Its tokens can stay valid at the server until they expire. */
    DELETE_SESSION
}
