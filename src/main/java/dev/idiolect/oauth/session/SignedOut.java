package dev.idiolect.oauth.session;

/**
 * An account has signed out, and its session is no longer stored.
 *
 * @param did the account
 * @param revoked whether the server has revoked the session too (RFC 7009); if not, the library retries transient
 *     failures in the background, and reports a final one as {@link RevocationFailed}
 */
public record SignedOut(String did, boolean revoked) implements SessionEvent {}
