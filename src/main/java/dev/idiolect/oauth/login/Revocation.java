package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.internal.endpoint.SessionRevocation;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.internal.delivery.EventDelivery;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions at their servers, at once or in the background.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
final class Revocation {

    private final SessionRevocation sessions;
    private final TokenEndpointClient endpoint;
    private final Clock clock;
    private final RevocationQueue queue;
    private final RevocationQueue failedLogins;
    private final SessionListener listener;

    /** @param client the client for sessions without a client id, or null */
    Revocation(SsrfSafeHttpClient http, LoginSettings settings, @Nullable OAuthClient client) {
        clock = settings.clock();
        endpoint = new TokenEndpointClient(http, settings.proofs(), clock);
        sessions = new SessionRevocation(
                http,
                settings.proofs(),
                clock,
                client == null ? null : client.clientId(),
                client == null ? null : client.keys().orElse(null));
        queue = settings.revocations().sessions();
        failedLogins = settings.revocations().failedLogins();
        listener = settings.listener();
    }

    /** @throws RevocationException if the server cannot be reached or refuses */
    void revoke(OAuthSession session) throws RevocationException {
        sessions.revoke(session);
    }

    /** Revokes a session in the background, after it was removed from the store. */
    void revokeLater(OAuthSession session) {
        queue.add("the session of " + session.did(), session, () -> revoke(session), reason -> failed(session, reason));
    }

    /**
     * Revokes sessions in the background, as soon as they are known. Waits before it first asks for them, because a change of
     * the store may still be running.
     *
     * @param login one of the sessions
     * @param sessions returns the sessions, or throws if they are not known yet
     */
    void revokeLater(OAuthSession login, Supplier<List<OAuthSession>> sessions) {
        queue.addLater(
                "the session of " + login.did(), login, () -> revokeAll(sessions), reason -> failed(login, reason));
    }

    private void revokeAll(Supplier<List<OAuthSession>> sessions) throws RevocationException {
        List<OAuthSession> known;
        try {
            known = sessions.get();
        } catch (RuntimeException e) {
            throw new RevocationException(
                    "cannot read from the store whether the session is stored: " + e.getMessage(), true, e);
        }
        RevocationException failure = null;
        for (OAuthSession session : known) {
            try {
                revoke(session);
            } catch (RevocationException e) {
                failure = failure == null || e.isTransient() ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Like {@link #revokeLater(OAuthSession)}, but waits up to two seconds. Returns whether the session is revoked by then. */
    boolean revokeSoon(OAuthSession session) {
        return queue.tryNow(
                "the session of " + session.did(), session, () -> revoke(session), reason -> failed(session, reason));
    }

    private void failed(OAuthSession session, String reason) {
        EventDelivery.deliver(listener, new RevocationFailed(session.did(), reason));
    }

    /** Revokes the tokens of a failed login, in the background if the server does not respond soon. */
    void revokeSoon(PendingLogin login, ClientAuthentication authentication, List<String> tokens) {
        long characters = MaxLength.URL.limit()
                + tokens.stream().mapToLong(String::length).sum();
        failedLogins.tryNow(
                "the tokens of a failed login",
                HostNames.ownerOf(login.issuer()),
                characters,
                () -> revoke(login, authentication, tokens),
                reason -> {});
    }

    /** Deletes the session of a failed app-password login, in the background if the server does not respond soon. */
    void deleteLegacySessionSoon(String pdsUrl, String refreshJwt) {
        failedLogins.tryNow(
                "the session of a failed login",
                HostNames.ownerOf(pdsUrl),
                refreshJwt.length(),
                () -> sessions.deleteLegacySession(pdsUrl, refreshJwt),
                reason -> {});
    }

    private void revoke(PendingLogin login, ClientAuthentication authentication, List<String> tokens)
            throws RevocationException {
        URI url = login.revocationEndpoint();
        if (url == null) {
            throw new RevocationException(login.issuer() + " has no revocation endpoint", false, null);
        }
        try {
            for (String token : tokens) {
                requireRevoked(
                        login.issuer(),
                        endpoint.revoke(url, login.issuer(), login.dpopPrivateKey(), authentication, token));
            }
        } catch (ExchangeException e) {
            throw RevocationException.noResponse("no response from " + login.issuer(), e);
        }
    }

    private void requireRevoked(String server, HttpResponse response) throws RevocationException {
        if (!response.isSuccess()) {
            throw RevocationException.refused(server, response, clock);
        }
    }
}
