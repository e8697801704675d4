package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PDS of an app-password session during one refresh. The session follows its account to another PDS only if that
 * PDS is the audience of its token; see {@link AppPasswordRefresher}.
 */
final class AppPasswordHome {

    private final OAuthSession session;
    private final AccountLookup lookup;
    private final String stored;
    private final String origin;
    private final @Nullable String elsewhere;
    private final boolean left;

    /**
     * Finds the PDS to which the refresh token is sent.
     *
     * @throws RefreshException if the session's PDS URL is invalid or insecure
     */
    AppPasswordHome(OAuthSession session, AccountLookup lookup) {
        this.session = session;
        this.lookup = lookup;
        stored = storedOrigin(session);
        Optional<String> named = lookup.newPds();
        String pds = named.filter(other -> LegacySessionResponse.isFor(session.accessJwt(), other))
                .orElse(stored);
        origin = pds;
        elsewhere = named.orElse(null);
        left = named.filter(other -> !other.equals(pds))
                .filter(lookup::confirms)
                .isPresent();
    }

    private static String storedOrigin(OAuthSession session) {
        try {
            return HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw RefreshException.permanentFailure(
                    session.did(), "the session's pdsUrl cannot be used: " + e.getMessage(), null, e);
        }
    }

    /** Returns the origin of the PDS to which the refresh token is sent. */
    String origin() {
        return origin;
    }

    /**
     * Returns the exception for a request without a response. A server that the account has left may be gone for good.
     */
    RefreshException noResponse(String detail, ExchangeException e) {
        return left && e.isUnreachable()
                ? RefreshException.sessionRefused(session.did(), detail + "; the account moved to " + elsewhere, null)
                        .withTokenUnusedIf(true)
                : RefreshException.noResponse(session.did(), detail, e);
    }

    /**
     * Checks that the response does not end the session of an account that has left its server.
     *
     * @throws ReauthenticationRequiredException if it does
     */
    void requireNotLeft(HttpResponse response) {
        if (!left || response.isTransient() || !isEnd(response)) {
            return;
        }
        String reason = TokenRedaction.text(
                session,
                "the account moved to " + SafeText.text(String.valueOf(elsewhere)) + "; " + stored + " returned "
                        + response.summary());
        // After a 200, the refresh token is consumed, so the session ends although its access token is still valid.
        throw response.isSuccess()
                ? ReauthenticationRequiredException.movedAndConsumed(session.did(), reason)
                : ReauthenticationRequiredException.of(session.did(), EndReason.MOVED, reason);
    }

    // An official PDS still refreshes the sessions of an account that has left it, although they are useless.
    private static boolean isEnd(HttpResponse response) {
        Map<String, Object> json = response.json();
        if (json == null) {
            return false;
        }
        return response.isSuccess()
                ? Boolean.FALSE.equals(json.get("active"))
                : List.of(400, 401).contains(response.status()) && json.get("error") instanceof String;
    }

    /** Returns the PDS URL for the refreshed session. */
    String pdsUrlAfter(LegacySessionResponse tokens) {
        // The PDS sends the document and issues the token, so neither proves anything without the account's own
        // document.
        Optional<String> named = lookup.newPdsIn(tokens.didDoc());
        if (named.isPresent() && !named.get().equals(elsewhere)) {
            lookup.renewNextTime();
        }
        return named.filter(pds -> pds.equals(elsewhere))
                .filter(pds -> LegacySessionResponse.isFor(tokens.accessJwt(), pds))
                .orElse(origin.equals(stored) ? session.pdsUrl() : origin);
    }
}
