package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.Shown;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes DPoP sessions at the token endpoint of the authorization server that the session's PDS names: as a public
 * client, or with the key that the session began with. Only public addresses are asked, by https, unless the PDS is itself on
 * this machine, by http. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 */
public final class TokenEndpointRefresher implements Refresher {

    private final GuardedHttp http;
    private final ServerDiscovery discovery;
    private final DpopProofs proofs;
    private final @Nullable String clientId;
    private final @Nullable ClientKeys keys;
    private final Clock clock;
    private final Duration sentWithin;

    /**
     * Creates a refresher for public clients.
     *
     * @param proofs what makes the proofs; shared with whoever else talks to the same servers
     * @param clientId the client of sessions that don't name theirs, or null if all do
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public TokenEndpointRefresher(DpopProofs proofs, @Nullable String clientId, Duration timeout, Clock clock) {
        this(proofs, clientId, null, timeout, clock);
    }

    /**
     * Creates a refresher for confidential and public clients: a session that names a key is refreshed with it.
     *
     * @param proofs what makes the proofs; shared with whoever else talks to the same servers
     * @param clientId the client of sessions that don't name theirs, or null if all do
     * @param keys the client's keys, or null if there are only public clients
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public TokenEndpointRefresher(
            DpopProofs proofs, @Nullable String clientId, @Nullable ClientKeys keys, Duration timeout, Clock clock) {
        this(proofs, clientId, keys, GuardedHttp.patient(timeout), clock);
    }

    TokenEndpointRefresher(
            DpopProofs proofs, @Nullable String clientId, @Nullable ClientKeys keys, GuardedHttp http, Clock clock) {
        this(proofs, clientId, keys, http, clock, RefreshLimits.SENT_WITHIN);
    }

    TokenEndpointRefresher(
            DpopProofs proofs,
            @Nullable String clientId,
            @Nullable ClientKeys keys,
            GuardedHttp http,
            Clock clock,
            Duration sentWithin) {
        this.http = http;
        this.sentWithin = sentWithin;
        discovery = new ServerDiscovery(http, clock);
        this.proofs = proofs;
        this.clientId = clientId;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        // Two clocks: one that nobody can set, and one that goes on while a machine sleeps.
        GuardedHttp once = http.forSingleUse(sentWithin);
        Instant latest = clock.instant().plus(sentWithin);
        // All that can fail before the token is spent is done before: nothing stands between the answer and the save.
        String client = clientOf(session);
        ClientKey key = keyOf(session);
        ServerMetadata server = serverOf(session);
        ClientAuthentication authentication =
                key == null ? ClientAuthentication.none(client) : key.authentication(client, server.issuer());
        String origin = HttpOrigin.of(server.tokenEndpoint());
        String pdsOrigin = HttpOrigin.of(session.pdsUrl());
        proofs.nonces().seed(pdsOrigin, session.dpopNonce());
        SafeRetries retries = new SafeRetries(proofs, server.tokenEndpoint(), key != null);
        while (true) {
            Instant asked = clock.instant();
            if (asked.isAfter(latest)) {
                // What has been learnt so far is kept: the next refresh begins with it.
                throw RefreshException.transientFailure(
                        session.did(), "its servers took too long before the token could be sent", null, null);
            }
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", session.refreshJwt());
            form.putAll(authentication.fields(asked.plus(proofs.clockOffset(origin))));
            WebAnswer answer = post(once, session, server.tokenEndpoint(), form);
            boolean again = retries.mayTryAgain(
                    answer.status(),
                    answer.string("error"),
                    answer.string("error_description"),
                    answer.header("DPoP-Nonce"),
                    answer.header("Date"));
            if (answer.status() == 200) {
                // From now on the session is bound to whom it was given by, whatever its PDS names later.
                return refreshed(session, answer, asked)
                        .withDpopNonce(proofs.nonces().newest(pdsOrigin))
                        .withClient(server.issuer(), client, session.clientKeyId());
            }
            if (!again) {
                throw failure(session, server, answer);
            }
        }
    }

    private String clientOf(OAuthSession session) {
        String client = session.clientId() == null ? clientId : session.clientId();
        if (client == null) {
            throw RefreshException.permanentFailure(
                    session.did(), "neither the session nor idiolect.oauth.client-id names the OAuth client", null);
        }
        return client;
    }

    private @Nullable ClientKey keyOf(OAuthSession session) {
        String keyId = session.clientKeyId();
        if (keyId == null) {
            return null;
        }
        if (keys == null) {
            throw RefreshException.permanentFailure(
                    session.did(),
                    "it belongs to a confidential client, with key " + keyId
                            + ", and this refresher has no client keys",
                    null);
        }
        try {
            return keys.byId(keyId);
        } catch (ClientKeyException e) {
            throw RefreshException.permanentFailure(session.did(), e.getMessage(), null);
        }
    }

    private ServerMetadata serverOf(OAuthSession session) {
        ServerMetadata server;
        try {
            server = discovery.discover(session.pdsUrl());
        } catch (DiscoveryException e) {
            // Its cause alone: its message is ours to clean.
            String what = Unquoted.text(session, String.valueOf(e.getMessage()));
            throw e.isTransient()
                    ? RefreshException.transientFailure(session.did(), what, null, e.getCause())
                    : RefreshException.permanentFailure(session.did(), what, null, e.getCause());
        }
        if (session.issuer() != null && !session.issuer().equals(server.issuer())) {
            throw RefreshException.permanentFailure(
                    session.did(),
                    Unquoted.text(
                            session,
                            "its tokens are from " + Shown.text(session.issuer()) + ", but its PDS now trusts "
                                    + server.issuer() + "; sign in again"),
                    null);
        }
        return server;
    }

    private WebAnswer post(GuardedHttp once, OAuthSession session, URI endpoint, Map<String, String> form) {
        String proof;
        try {
            proof = proofs.proof(session.dpopPrivateKeyJwk(), "POST", endpoint, null);
        } catch (DpopException e) {
            throw RefreshException.permanentFailure(session.did(), e.getMessage(), null, e);
        }
        try {
            return once.beginningAt(URI.create(HttpOrigin.of(session.pdsUrl())))
                    .postForm(endpoint, form, Map.of("DPoP", proof));
        } catch (ExchangeException e) {
            if (!once.isTooLate()) {
                // Else the endpoint may be as good as it was: the next refresh has all its time for it.
                discovery.forget(session.pdsUrl());
            }
            throw RefreshException.unanswered(
                    session.did(),
                    Unquoted.text(session, "no answer from " + shown(session, endpoint) + ": " + e.getMessage()),
                    e);
        }
    }

    // In this order: a token that the cut went through would not be found.
    private static String shown(OAuthSession session, URI url) {
        return Shown.text(Unquoted.text(session, url.toString()));
    }

    private OAuthSession refreshed(OAuthSession session, WebAnswer answer, Instant asked) {
        Map<String, Object> json = answer.json();
        if (json == null) {
            throw RefreshException.transientFailure(
                    session.did(), "the server answered 200 with what is no JSON object", null, null);
        }
        return TokenResponse.apply(session, json, asked);
    }

    private RuntimeException failure(OAuthSession session, ServerMetadata server, WebAnswer answer) {
        String did = session.did();
        String what = Unquoted.text(session, shown(session, server.tokenEndpoint()) + " answered " + answer.summary());
        if (answer.isTransient()) {
            return RefreshException.transientFailure(did, what, RetryAfter.of(answer, clock), null);
        }
        if (answer.isError("invalid_grant")) {
            return new ReauthenticationRequiredException(did, what);
        }
        if (answer.status() == 404 || answer.status() == 405 || answer.status() < 400) {
            // The endpoint has perhaps moved: ask the server again where it is.
            discovery.forget(session.pdsUrl());
        }
        return RefreshException.permanentFailure(did, what, Unquoted.errorCode(session, answer));
    }
}
