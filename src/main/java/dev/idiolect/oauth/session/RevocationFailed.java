package dev.idiolect.oauth.session;

/**
 * A session could not be revoked at its server, and the library has given up. Its tokens may stay valid until they expire.
 *
 * <p>The account has signed out, or has a newer session. If the store failed during that change, the session may still be
 * stored. Delivered on any thread, before or after {@link SignedOut}.
 *
 * @param did the account
 * @param reason why the session could not be revoked, for logs
 */
public record RevocationFailed(String did, String reason) implements SessionEvent {}
