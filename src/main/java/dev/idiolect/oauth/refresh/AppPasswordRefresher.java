package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
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

    private final SsrfSafeHttpClient http;
    private final Clock clock;

    /**
     * Creates a refresher.
     *
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public AppPasswordRefresher(Duration timeout, Clock clock) {
        this(SsrfSafeHttpClient.queueing(timeout), clock);
    }

    AppPasswordRefresher(SsrfSafeHttpClient http, Clock clock) {
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
        Instant requestedAt = clock.instant();
        HttpResponse response;
        try {
            response = http.scopedTo(url)
                    .withSingleUseDeadline(RefreshLimits.SENT_WITHIN)
                    .post(url, new byte[0], Map.of("Authorization", "Bearer " + session.refreshJwt()));
        } catch (ExchangeException e) {
            throw RefreshException.noResponse(did, "no response from " + url + ": " + e.getMessage(), e);
        }
        if (response.status() == 200) {
            return refreshed(session, response, requestedAt);
        }
        String what = TokenRedaction.text(session, url + " returned " + response.summary());
        if (response.isTransient()) {
            throw RefreshException.transientFailure(
                    did, what, response.retryAfter(clock.instant()).orElse(null), null);
        }
        if (response.isError("ExpiredToken") || response.isError("InvalidToken")) {
            throw new ReauthenticationRequiredException(did, what);
        }
        throw RefreshException.permanentFailure(did, what, TokenRedaction.errorCode(session, response));
    }

    private static URI endpoint(OAuthSession session) {
        URI url;
        try {
            url = URI.create(HttpOrigin.of(session.pdsUrl()) + "/xrpc/com.atproto.server.refreshSession");
        } catch (InvalidUrlException e) {
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
                && !TokenRedaction.isQuoted(session, handle);
    }

    private static OAuthSession refreshed(OAuthSession session, HttpResponse response, Instant requestedAt) {
        String did = session.did();
        if (response.json() == null) {
            throw RefreshException.transientFailure(
                    did, "the PDS returned 200 with a body that is not a JSON object", null, null);
        }
        LegacySessionResponse tokens;
        try {
            tokens = LegacySessionResponse.parse(response, did, requestedAt);
        } catch (InvalidTokenResponseException e) {
            throw new ReauthenticationRequiredException(did, "the response of the PDS is invalid: " + e.getMessage());
        }
        return session.withTokens(tokens.accessJwt(), tokens.refreshJwt(), requestedAt, tokens.expiresAt())
                .withHandle(isHandle(session, tokens.handle()) ? tokens.handle() : session.handle())
                .withRefreshExpiresAt(tokens.refreshExpiresAt());
    }
}
