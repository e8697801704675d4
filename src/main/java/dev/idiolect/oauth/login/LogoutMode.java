package dev.idiolect.oauth.login;

/** What becomes of a session here if its server could not be told that it has ended. */
public enum LogoutMode {
    /** It stays stored, so that the logout can be tried again. */
    KEEP_IF_UNTOLD,
    /** It is removed all the same; its tokens may stay good at the server until they expire. */
    FORGET_ANYWAY
}
