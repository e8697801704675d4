package dev.idiolect.oauth.session;

/**
 * An account has signed out: its session is no longer stored.
 *
 * @param did the account
 * @param revoked whether the session has ended at its server too
 */
public record SignedOut(String did, boolean revoked) implements SessionEvent {}
