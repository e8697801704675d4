package dev.idiolect.oauth.session;

/**
 * The server has ended a session: it rejected a refresh permanently, and the user must sign in again.
 *
 * <p>The session stays stored, marked as ended. A session whose refresh token reaches its known expiry causes no event.
 *
 * @param did the account
 * @param reason the reason that the server gave, for logs
 */
public record SessionEnded(String did, String reason) implements SessionEvent {}
