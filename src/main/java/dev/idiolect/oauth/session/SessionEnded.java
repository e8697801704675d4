package dev.idiolect.oauth.session;

/**
 * A session has ended, and the user must sign in again: its server has ended it or kept refusing it, or its account has
 * moved to a server where it is not valid.
 *
 * <p>The session stays in the store, marked as ended. There is no event when a refresh token merely reaches its known
 * expiry.
 *
 * @param did the account
 * @param reason why the session has ended
 * @param details a sentence for logs, without secrets
 */
public record SessionEnded(String did, EndReason reason, String details) implements SessionEvent {}
