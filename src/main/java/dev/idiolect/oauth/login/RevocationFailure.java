package dev.idiolect.oauth.login;

/**
 * The behavior of a logout if the server cannot be reached or refuses to revoke the session. Later versions may add
 * constants.
 */
public enum RevocationFailure {
    /** Keeps the stored session and throws, so that the logout can be repeated. */
    KEEP_SESSION,
    /** Deletes the stored session. Its tokens can stay valid at the server until they expire. */
    DELETE_SESSION
}
