package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.HostNames;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the {@code Bearer} sessions of legacy app passwords at the PDS: at a public address by https, or on this machine
 * by http. Safe for use by many threads.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
public final class AppPasswordRefresher implements Refresher {

    private final GuardedHttp http;
    private final Clock clock;

    /**
     * Creates a refresher.
     *
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public AppPasswordRefresher(Duration timeout, Clock clock) {
        this(GuardedHttp.patient(timeout), clock);
    }

    AppPasswordRefresher(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        String did = session.did();
        URI url = endpoint(session);
        if (!TokenResponse.isToken(session.refreshJwt())) {
            throw new ReauthenticationRequiredException(did, "its stored refresh token is unusable");
        }
        Instant asked = clock.instant();
        WebAnswer answer;
        try {
            answer = http.beginningAt(url)
                    .forSingleUse(RefreshLimits.SENT_WITHIN)
                    .post(url, new byte[0], Map.of("Authorization", "Bearer " + session.refreshJwt()));
        } catch (ExchangeException e) {
            throw RefreshException.unanswered(did, "no answer from " + url + ": " + e.getMessage(), e);
        }
        if (answer.status() == 200) {
            return refreshed(session, answer, asked);
        }
        String what = Unquoted.text(session, url + " answered " + answer.summary());
        if (answer.isTransient()) {
            throw RefreshException.transientFailure(did, what, RetryAfter.of(answer, clock), null);
        }
        if (answer.isError("ExpiredToken") || answer.isError("InvalidToken")) {
            throw new ReauthenticationRequiredException(did, what);
        }
        throw RefreshException.permanentFailure(did, what, Unquoted.errorCode(session, answer));
    }

    private static URI endpoint(OAuthSession session) {
        URI url;
        try {
            url = URI.create(HttpOrigin.of(session.pdsUrl()) + "/xrpc/com.atproto.server.refreshSession");
        } catch (DpopException e) {
            throw RefreshException.permanentFailure(
                    session.did(), "its PDS address is unusable. " + e.getMessage(), null, e);
        }
        if (!HttpOrigin.isSecure(url)) {
            throw RefreshException.permanentFailure(
                    session.did(),
                    "its PDS address is not https: " + url + ". Only localhost, 127.0.0.1 and [::1] may be http",
                    null);
        }
        return url;
    }

    private static boolean isHandle(OAuthSession session, @Nullable String handle) {
        // Lower-casing turns some letters outside ASCII, such as the Kelvin sign, into ASCII.
        return handle != null
                && handle.chars().allMatch(c -> c < 0x80)
                && HostNames.isName(handle.toLowerCase(Locale.ROOT))
                && !Unquoted.isQuoted(session, handle);
    }

    private static OAuthSession refreshed(OAuthSession session, WebAnswer answer, Instant asked) {
        String did = session.did();
        if (answer.json() == null) {
            throw RefreshException.transientFailure(
                    did, "the PDS answered 200 with what is no JSON object", null, null);
        }
        if (!did.equals(answer.string("did"))) {
            throw new ReauthenticationRequiredException(did, "the PDS answered with another account's session");
        }
        String accessJwt = answer.string("accessJwt");
        String refreshJwt = answer.string("refreshJwt");
        if (accessJwt == null
                || refreshJwt == null
                || !TokenResponse.isToken(accessJwt)
                || !TokenResponse.isToken(refreshJwt)) {
            throw new ReauthenticationRequiredException(
                    did, "the PDS answered without usable accessJwt and refreshJwt");
        }
        String handle = answer.string("handle");
        Instant end = JwtLife.end(accessJwt, asked);
        return session.withTokens(
                        accessJwt, refreshJwt, asked, end == null ? asked.plus(TokenResponse.UNKNOWN_LIFE) : end)
                .withHandle(isHandle(session, handle) ? handle : session.handle())
                .withRefreshExpiresAt(JwtLife.end(refreshJwt, asked));
    }
}
