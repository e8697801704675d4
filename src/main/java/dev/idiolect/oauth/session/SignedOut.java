package dev.idiolect.oauth.session;

/**
 * An account has signed out, and its session is no longer stored.
 *
 * @param did the account
 * @param revoked whether the server has revoked the session too (RFC 7009); if not, the library tries again in the
 *     background, and {@link RevocationFailed} follows if that fails for good
 */
public record SignedOut(String did, boolean revoked) implements SessionEvent {}
