package dev.idiolect.oauth.session;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The maximum lifetimes of sessions at the Bluesky servers. Servers do not announce them.
 *
 * @see <a href="https://atproto.com/specs/oauth#tokens-and-session-lifetime">AT Protocol: session lifetime</a>
 */
final class SessionLifetimes {

    private static final Duration PUBLIC_CLIENT = Duration.ofDays(14);
    private static final Period CONFIDENTIAL_CLIENT = Period.ofYears(2);

    private SessionLifetimes() {}

    static Optional<Instant> expectedEnd(OAuthSession session) {
        return Stream.of(Optional.ofNullable(session.refreshExpiresAt()), maximum(session))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static Optional<Instant> maximum(OAuthSession session) {
        Instant start = session.signedInAt();
        if (start == null || session.isBearer()) {
            return Optional.empty();
        }
        return Optional.of(
                session.clientKeyId() == null
                        ? start.plus(PUBLIC_CLIENT)
                        : start.atZone(ZoneOffset.UTC).plus(CONFIDENTIAL_CLIENT).toInstant());
    }
}
