package dev.idiolect.oauth.refresh;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the {@code Bearer} sessions of legacy app passwords at the PDS. Safe for use by many threads.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
public final class AppPasswordRefresher implements Refresher {

    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private final HttpCalls http;
    private final Clock clock;

    /**
     * Creates a refresher.
     *
     * @param timeout the limit for each request, greater than zero
     * @param clock the local time
     */
    public AppPasswordRefresher(Duration timeout, Clock clock) {
        http = new HttpCalls(timeout);
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        String did = session.did();
        URI url = endpoint(session);
        Instant asked = clock.instant();
        HttpAnswer answer;
        try {
            answer = http.post(url, Map.of("Authorization", "Bearer " + session.refreshJwt()));
        } catch (IOException e) {
            throw RefreshException.transientFailure(did, "no answer from " + url + ": " + e.getMessage(), null, e);
        }
        if (answer.status() == 200) {
            return refreshed(session, answer, asked);
        }
        String what = url + " answered " + answer.summary();
        if (answer.isTransient()) {
            throw RefreshException.transientFailure(did, what, answer.retryAfter(clock), null);
        }
        if (answer.isError("ExpiredToken") || answer.isError("InvalidToken")) {
            throw new ReauthenticationRequiredException(did, what);
        }
        throw RefreshException.permanentFailure(did, what, answer.errorCode());
    }

    private static URI endpoint(OAuthSession session) {
        try {
            return URI.create(HttpOrigin.of(session.pdsUrl()) + "/xrpc/com.atproto.server.refreshSession");
        } catch (DpopException e) {
            throw RefreshException.permanentFailure(
                    session.did(), "its PDS address is unusable. " + e.getMessage(), null);
        }
    }

    private static OAuthSession refreshed(OAuthSession session, HttpAnswer answer, Instant asked) {
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
        if (accessJwt == null || refreshJwt == null) {
            throw new ReauthenticationRequiredException(did, "the PDS answered without accessJwt or refreshJwt");
        }
        String handle = answer.string("handle");
        return session.withTokens(accessJwt, refreshJwt, asked, expiry(accessJwt, asked))
                .withHandle(handle == null ? session.handle() : handle)
                .withRefreshExpiresAt(claimedExpiry(refreshJwt));
    }

    // The answer holds no lifetime; unlike an OAuth access token, a legacy one is a JWT by specification.
    private static Instant expiry(String accessJwt, Instant asked) {
        Instant claimed = claimedExpiry(accessJwt);
        return claimed == null ? asked.plus(UNKNOWN_LIFE) : claimed;
    }

    private static @Nullable Instant claimedExpiry(String jwt) {
        try {
            JWTClaimsSet claims = JWTParser.parse(jwt).getJWTClaimsSet();
            return claims == null || claims.getExpirationTime() == null
                    ? null
                    : claims.getExpirationTime().toInstant();
        } catch (ParseException | IllegalArgumentException notReadable) {
            return null;
        }
    }
}
