package dev.idiolect.oauth.session;

/**
 * An account has moved to another Personal Data Server, where its session is still valid. Reported once, with the first
 * refresh after the move. If the session is not valid there, {@link SessionEnded} with {@link EndReason#MOVED} is reported
 * instead.
 *
 * @param did the account
 * @param from the base URL of its previous PDS
 * @param to the base URL of its new PDS
 */
public record AccountMoved(String did, String from, String to) implements SessionEvent {}
