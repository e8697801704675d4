package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.LegacySessionClient;
import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the {@code Bearer} sessions of app passwords at the account's PDS.
 *
 * <p>A session follows its account to another PDS only if that PDS is the audience of its access token, as with an
 * entryway that serves several PDSes. Otherwise the old server decides: if it refuses the token, or reports that the
 * account is not active there, the session has ended.
 *
 * @see
 *     <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
final class AppPasswordRefresher {

    private final LegacySessionClient sessions;
    private final Clock clock;

    AppPasswordRefresher(SsrfSafeHttpClient http, Clock clock) {
        this.sessions = new LegacySessionClient(http, clock);
        this.clock = clock;
    }

    OAuthSession refresh(OAuthSession session, AccountLookup lookup, SessionLock lock) {
        String did = session.did();
        if (!TokenResponse.isToken(session.refreshJwt())) {
            throw ReauthenticationRequiredException.of(did, "the stored refresh token is invalid");
        }
        AppPasswordHome home = new AppPasswordHome(session, lookup);
        lookup.verifyHandle();
        // The deadline begins before the permit, so that the token is sent while the permit is valid.
        LegacySessionClient singleUse = sessions.withSingleUseDeadline(RefreshLimits.SENT_WITHIN);
        RefreshPermit.require(session, lock);
        TimedResponse timed = post(singleUse, session, home);
        HttpResponse response = timed.response();
        home.requireNotLeft(response);
        if (!response.isSuccess()) {
            throw failure(session, home, response);
        }
        LegacySessionResponse tokens = tokens(did, timed);
        String handle = isHandle(session, tokens.handle()) ? tokens.handle() : session.handle();
        return session.toBuilder()
                .pdsUrl(home.pdsUrlAfter(tokens))
                .accessJwt(tokens.accessJwt())
                .refreshJwt(tokens.refreshJwt())
                .issuedAt(timed.requestedAt())
                .expiresAt(tokens.expiresAt())
                .handle(lookup.handleOr(handle))
                .refreshExpiresAt(tokens.refreshExpiresAt())
                .build();
    }

    private TimedResponse post(LegacySessionClient singleUse, OAuthSession session, AppPasswordHome home) {
        try {
            return singleUse.refresh(home.origin(), session.refreshJwt());
        } catch (ExchangeException e) {
            throw home.noResponse("no response from " + url(home) + ": " + e.getMessage(), e);
        }
    }

    private RuntimeException failure(OAuthSession session, AppPasswordHome home, HttpResponse response) {
        String did = session.did();
        String detail = TokenRedaction.text(session, url(home) + " returned " + response.summary());
        if (response.isTransient()) {
            return RefreshException.transientFailure(
                            did, detail, response.retryAfter(clock.instant()).orElse(null), null)
                    .withTokenUnusedIf(response.isUnprocessed())
                    .atTokenEndpoint();
        }
        if (response.isError("ExpiredToken") || response.isError("InvalidToken")) {
            return ReauthenticationRequiredException.of(did, detail);
        }
        String error = TokenRedaction.errorCode(session, response);
        RefreshException failure = SessionRefusal.isIn(response)
                ? RefreshException.sessionRefused(did, detail, error)
                : RefreshException.permanentFailure(did, detail, error);
        return failure.withTokenUnusedIf(response.isRejection());
    }

    private static LegacySessionResponse tokens(String did, TimedResponse timed) {
        try {
            return LegacySessionResponse.parse(timed.response(), did, timed.requestedAt());
        } catch (InvalidTokenResponseException e) {
            throw UnusableTokens.failure(did, "the PDS", e);
        }
    }

    private static URI url(AppPasswordHome home) {
        return LegacySessionClient.refreshUrl(home.origin());
    }

    private static boolean isHandle(OAuthSession session, @Nullable String handle) {
        // Lower-casing maps some non-ASCII letters, such as the Kelvin sign, to ASCII.
        return handle != null
                && handle.chars().allMatch(c -> c < 0x80)
                && HostNames.isName(handle.toLowerCase(Locale.ROOT))
                && !handle.equalsIgnoreCase("handle.invalid")
                && !TokenRedaction.containsToken(session, handle);
    }
}
