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
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the {@code Bearer} sessions of app passwords at the account's PDS.
 *
 * <p>Their tokens belong to the server that issued them. A session follows its account to another PDS only if its access token
 * says that it is meant for that PDS, as the tokens of an entryway do that serves several. Otherwise its old server has the
 * word: if that refuses the token, or says that the account is not active there, the session has ended.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 */
final class AppPasswordRefresher {

    private final LegacySessionClient sessions;
    private final Clock clock;

    AppPasswordRefresher(SsrfSafeHttpClient http, Clock clock) {
        this.sessions = new LegacySessionClient(http, clock);
        this.clock = clock;
    }

    OAuthSession refresh(OAuthSession session, AccountLookup lookup) {
        String did = session.did();
        String stored = pdsOrigin(session);
        if (!TokenResponse.isToken(session.refreshJwt())) {
            throw ReauthenticationRequiredException.of(did, "the stored refresh token is invalid");
        }
        String elsewhere = lookup.newPds().orElse(null);
        String pdsOrigin =
                elsewhere != null && LegacySessionResponse.isFor(session.accessJwt(), elsewhere) ? elsewhere : stored;
        boolean moved = elsewhere != null && !elsewhere.equals(pdsOrigin) && lookup.confirms(elsewhere);
        lookup.verifyHandle();
        URI url = LegacySessionClient.refreshUrl(pdsOrigin);
        TimedResponse timed;
        try {
            timed = sessions.refresh(pdsOrigin, session.refreshJwt(), RefreshLimits.SENT_WITHIN);
        } catch (ExchangeException e) {
            String detail = "no response from " + url + ": " + e.getMessage();
            throw moved && e.isUnreachable()
                    ? RefreshException.sessionRefused(did, detail + "; the account moved to " + elsewhere, null)
                    : RefreshException.noResponse(did, detail, e);
        }
        HttpResponse response = timed.response();
        if (moved && isEndOfMovedSession(response)) {
            String reason = TokenRedaction.text(
                    session,
                    "the account moved to " + SafeText.text(String.valueOf(elsewhere)) + "; " + stored + " returned "
                            + response.summary());
            // With 200 the refresh token is spent, so the access token that still lives must not delay the end.
            throw response.status() == 200
                    ? ReauthenticationRequiredException.of(did, reason)
                    : ReauthenticationRequiredException.moved(did, reason);
        }
        if (response.status() == 200) {
            return refreshed(session, pdsOrigin, elsewhere, lookup, timed);
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

    // An official PDS goes on refreshing the sessions of an account that has left it, though they are good for nothing.
    private static boolean isEndOfMovedSession(HttpResponse response) {
        Map<String, Object> json = response.json();
        return switch (response.status()) {
            case 200 -> json != null && Boolean.FALSE.equals(json.get("active"));
            case 400, 401 -> json != null && json.get("error") instanceof String;
            default -> false;
        };
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
                && !handle.equalsIgnoreCase("handle.invalid")
                && !TokenRedaction.containsToken(session, handle);
    }

    private static OAuthSession refreshed(
            OAuthSession session,
            String pdsOrigin,
            @Nullable String elsewhere,
            AccountLookup lookup,
            TimedResponse timed) {
        String did = session.did();
        HttpResponse response = timed.response();
        Instant requestedAt = timed.requestedAt();
        LegacySessionResponse tokens;
        try {
            tokens = LegacySessionResponse.parse(response, did, requestedAt);
        } catch (InvalidTokenResponseException e) {
            throw e.isWithoutAccessToken()
                    ? RefreshException.withoutAccessToken(did, "the PDS")
                    : ReauthenticationRequiredException.of(did, "the PDS sent an invalid response: " + e.getMessage());
        }
        String ofServer = isHandle(session, tokens.handle()) ? tokens.handle() : session.handle();
        boolean stays = pdsOrigin.equals(pdsOrigin(session));
        // The PDS sends the document and issues the token, so both prove nothing without the account's own document.
        Optional<String> named = lookup.newPdsIn(tokens.didDoc());
        if (named.isPresent() && !named.get().equals(elsewhere)) {
            lookup.renewNextTime();
        }
        String pdsUrl = named.filter(pds -> pds.equals(elsewhere))
                .filter(pds -> LegacySessionResponse.isFor(tokens.accessJwt(), pds))
                .orElse(stays ? session.pdsUrl() : pdsOrigin);
        return session.toBuilder()
                .pdsUrl(pdsUrl)
                .accessJwt(tokens.accessJwt())
                .refreshJwt(tokens.refreshJwt())
                .issuedAt(requestedAt)
                .expiresAt(tokens.expiresAt())
                .handle(lookup.handleOr(ofServer))
                .refreshExpiresAt(tokens.refreshExpiresAt())
                .build();
    }
}
