package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.refresh.ClientAuthentication;
import dev.idiolect.oauth.refresh.DiscoveryException;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions at their servers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
final class Revocation {

    private static final Logger LOG = System.getLogger(Revocation.class.getName());
    private static final String DELETE_SESSION = "/xrpc/com.atproto.server.deleteSession";
    private static final Set<String> ENDED_BEFORE = Set.of("ExpiredToken", "InvalidToken");

    private final GuardedHttp http;
    private final LoginServers servers;
    private final ProvenPost post;
    private final @Nullable OAuthClient client;

    /** @param client whose sessions they are, as far as they don't say so themselves; or null */
    Revocation(GuardedHttp http, LoginServers servers, ProvenPost post, @Nullable OAuthClient client) {
        this.http = http;
        this.servers = servers;
        this.post = post;
        this.client = client;
    }

    /** @throws LogoutException if the server was not told, or did not agree */
    void end(OAuthSession session) {
        try {
            Revocation way = beginningAt(session.pdsUrl());
            if (session.isBearer()) {
                way.delete(session);
            } else {
                way.revoke(session);
            }
        } catch (ExchangeException e) {
            throw new LogoutException(session.did(), "no answer: " + e.getMessage(), e.isTransient(), e);
        } catch (DiscoveryException e) {
            throw new LogoutException(session.did(), String.valueOf(e.getMessage()), e.isTransient(), e);
        } catch (LogoutException e) {
            throw e;
        } catch (OAuthException | IllegalArgumentException e) {
            throw new LogoutException(session.did(), String.valueOf(e.getMessage()), false, e);
        }
    }

    // A session whose PDS is on this machine is refreshed there without leave for development, so it can end there too.
    private Revocation beginningAt(String pdsUrl) {
        if (!pdsUrl.startsWith("http:")) {
            return this;
        }
        URI pds = URI.create(pdsUrl);
        return new Revocation(http.beginningAt(pds), servers.beginningAt(pds), post.beginningAt(pds), client);
    }

    /** Ends a session that nobody needs any more; a failure leaves a warning. */
    void endQuietly(OAuthSession session) {
        try {
            end(session);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    /** Revokes tokens of a login that failed; a failure leaves a warning. */
    void revokeQuietly(PendingLogin login, ClientAuthentication authentication, List<String> tokens) {
        try {
            URI endpoint = login.revocationEndpoint();
            if (endpoint == null) {
                LOG.log(Level.WARNING, "Tokens of a failed login stay good: {0} revokes none", login.issuer());
                return;
            }
            for (String token : tokens) {
                WebAnswer answer = post.post(
                        endpoint, login.dpopKey(), authentication, login.clientKeyId() != null, Map.of("token", token));
                if (answer.status() != 200) {
                    LOG.log(
                            Level.WARNING,
                            "Tokens of a failed login stay good: {0} answered {1}",
                            login.issuer(),
                            answer.summary());
                }
            }
        } catch (ExchangeException | RuntimeException e) {
            LOG.log(Level.WARNING, "Tokens of a failed login stay good: {0}", e.getMessage());
        }
    }

    private void revoke(OAuthSession session) throws ExchangeException {
        String did = session.did();
        String clientId = session.clientId() != null ? session.clientId() : client == null ? null : client.clientId();
        if (clientId == null) {
            throw new LogoutException(did, "neither it nor the configuration names its OAuth client", false, null);
        }
        String issuer = session.issuer() != null ? session.issuer() : servers.issuerOf(session.pdsUrl());
        ClientAuthentication authentication = OAuthClient.authentication(
                client == null ? null : client.keys(), clientId, session.clientKeyId(), issuer);
        URI endpoint = servers.revocationEndpoint(issuer);
        if (endpoint == null) {
            throw new LogoutException(did, issuer + " has no revocation endpoint", false, null);
        }
        // The refresh token first: it lives longer, and with it most servers end the access token too.
        for (String token : List.of(session.refreshJwt(), session.accessJwt())) {
            WebAnswer answer = post.post(
                    endpoint,
                    session.dpopPrivateKeyJwk(),
                    authentication,
                    session.clientKeyId() != null,
                    Map.of("token", token));
            if (answer.status() != 200 && !(token.equals(session.accessJwt()) && isOfNoType(answer))) {
                throw new LogoutException(did, issuer + " answered " + answer.summary(), answer.isTransient(), null);
            }
        }
    }

    // RFC 7009 section 2.2.1: a server has to revoke refresh tokens alone; access tokens of its end by themselves.
    private static boolean isOfNoType(WebAnswer answer) {
        return answer.status() == 400 && "unsupported_token_type".equals(answer.errorCode());
    }

    private void delete(OAuthSession session) throws ExchangeException {
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (DpopException e) {
            throw new LogoutException(session.did(), "its PDS address is unusable", false, e);
        }
        WebAnswer answer = http.post(
                URI.create(origin + DELETE_SESSION),
                new byte[0],
                Map.of("Authorization", "Bearer " + session.refreshJwt()));
        String error = answer.errorCode();
        if (answer.status() != 200 && !(error != null && ENDED_BEFORE.contains(error))) {
            throw new LogoutException(
                    session.did(), origin + " answered " + answer.summary(), answer.isTransient(), null);
        }
    }
}
