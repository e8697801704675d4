package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.LegacySessionClient;
import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
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
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the {@code Bearer} sessions of app passwords at the account's PDS.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
final class AppPasswordRefresher implements Refresher {

    private final LegacySessionClient sessions;
    private final Clock clock;

    AppPasswordRefresher(SsrfSafeHttpClient http, Clock clock) {
        this.sessions = new LegacySessionClient(http, clock);
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        String did = session.did();
        String pdsOrigin = pdsOrigin(session);
        if (!TokenResponse.isToken(session.refreshJwt())) {
            throw ReauthenticationRequiredException.of(did, "the stored refresh token is invalid");
        }
        URI url = LegacySessionClient.refreshUrl(pdsOrigin);
        TimedResponse timed;
        try {
            timed = sessions.refresh(pdsOrigin, session.refreshJwt(), RefreshLimits.SENT_WITHIN);
        } catch (ExchangeException e) {
            throw RefreshException.noResponse(did, "no response from " + url + ": " + e.getMessage(), e);
        }
        HttpResponse response = timed.response();
        if (response.status() == 200) {
            return refreshed(session, response, timed.requestedAt());
        }
        String detail = TokenRedaction.text(session, url + " returned " + response.summary());
        if (response.isTransient()) {
            throw RefreshException.transientFailure(
                    did, detail, response.retryAfter(clock.instant()).orElse(null), null);
        }
        if (response.isError("ExpiredToken") || response.isError("InvalidToken")) {
            throw ReauthenticationRequiredException.of(did, detail);
        }
        String error = TokenRedaction.errorCode(session, response);
        throw SessionRefusal.isIn(response)
                ? RefreshException.sessionRefused(did, detail, error)
                : RefreshException.permanentFailure(did, detail, error);
    }

    private static String pdsOrigin(OAuthSession session) {
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw RefreshException.permanentFailure(
                    session.did(), "the session's pdsUrl is invalid: " + e.getMessage(), null, e);
        }
        if (!HttpOrigin.isSecure(URI.create(origin))) {
            throw RefreshException.permanentFailure(
                    session.did(),
                    "the session's pdsUrl " + origin
                            + " is not https; http is allowed for localhost, 127.0.0.1 and [::1] only",
                    null);
        }
        return origin;
    }

    private static boolean isHandle(OAuthSession session, @Nullable String handle) {
        // Lower-casing maps some non-ASCII letters, such as the Kelvin sign, to ASCII.
        return handle != null
                && handle.chars().allMatch(c -> c < 0x80)
                && HostNames.isName(handle.toLowerCase(Locale.ROOT))
                && !TokenRedaction.containsToken(session, handle);
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
            throw ReauthenticationRequiredException.of(did, "the PDS sent an invalid response: " + e.getMessage());
        }
        return session.toBuilder()
                .accessJwt(tokens.accessJwt())
                .refreshJwt(tokens.refreshJwt())
                .issuedAt(requestedAt)
                .expiresAt(tokens.expiresAt())
                .handle(isHandle(session, tokens.handle()) ? tokens.handle() : session.handle())
                .refreshExpiresAt(tokens.refreshExpiresAt())
                .build();
    }
}
