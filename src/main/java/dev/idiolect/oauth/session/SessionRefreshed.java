package dev.idiolect.oauth.session;

import java.time.Instant;

/**
 * A session was refreshed, and its new tokens are stored. Each refresh is reported once, by the process that sent the
 * refresh token.
 *
 * @param did the account
 * @param expiresAt when the new access token expires
 */
public record SessionRefreshed(String did, Instant expiresAt) implements SessionEvent {}
