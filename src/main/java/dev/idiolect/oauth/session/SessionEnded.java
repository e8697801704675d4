package dev.idiolect.oauth.session;

/**
 * A session has ended, and the user must sign in again: its server rejected a refresh permanently, or its account has moved to
 * another authorization server.
 *
 * <p>The session stays in the store, marked as ended. There is no event when a refresh token merely reaches its known
 * expiry.
 *
 * @param did the account
 * @param reason why the session has ended, for logs
 */
public record SessionEnded(String did, String reason) implements SessionEvent {}
