package dev.idiolect.oauth.session;

/**
 * An account's server has ended its session: a refresh was refused for good, and only a new login helps. The session stays
 * stored, marked as ended. A session whose time is simply over makes no such event.
 *
 * @param did the account
 * @param reason what the server said, for logs
 */
public record SessionEnded(String did, String reason) implements SessionEvent {}
