package dev.idiolect.oauth.session;

import java.time.Instant;

/**
 * A session ends soon, and the user must then sign in again. Reported once for each session, with the first refresh within
 * the notice period (three days by default).
 *
 * <p>Servers do not announce the end. It is estimated from the time of the sign-in, and from the usual maximum lifetimes:
 * see {@link OAuthSession#expectedEnd}. There is no event for a session that is not refreshed within the notice period.
 *
 * @param did the account
 * @param endsAt when the session is expected to end
 */
public record SessionEnding(String did, Instant endsAt) implements SessionEvent {}
