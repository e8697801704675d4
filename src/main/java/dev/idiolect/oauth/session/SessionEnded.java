package dev.idiolect.oauth.session;

/**
 * The server has ended a session: it rejected a refresh permanently, and the user must sign in again.
 *
 * <p>The session stays in the store, marked as ended. There is no event when a refresh token merely reaches its known
 * expiry.
 *
 * @param did the account
 * @param reason a message with the server's reason, for logs
 */
public record SessionEnded(String did, String reason) implements SessionEvent {}
