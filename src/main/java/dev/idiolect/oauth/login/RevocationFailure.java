package dev.idiolect.oauth.login;

/** What becomes of a session here if its server could not be told that it has ended. */
public enum RevocationFailure {
    /** It stays stored, so that the logout can be tried again. */
    KEEP_SESSION,
    /** It is removed all the same; its tokens may stay good at the server until they expire. */
    DELETE_SESSION
}
