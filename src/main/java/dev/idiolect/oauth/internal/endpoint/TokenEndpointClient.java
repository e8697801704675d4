package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpPurpose;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.LogLimit;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Posts forms to an authorization server: token requests, pushed authorization requests and revocations. Each attempt
 * carries its own DPoP proof and client authentication. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 */
public final class TokenEndpointClient {

    private static final Logger LOG = System.getLogger(TokenEndpointClient.class.getName());

    // Not secret, so an error description may repeat these values.
    private static final Set<String> PUBLIC_FIELDS = Set.of(
            "client_id", "client_assertion_type", "grant_type", "response_type", "redirect_uri", "scope", "prompt");

    // An error description must not repeat this many first characters of a secret.
    private static final int SECRET_START = 8;

    private final SsrfSafeHttpClient http;
    private final DpopProofFactory proofs;
    private final Clock clock;
    private final LogLimit warnings;

    public TokenEndpointClient(SsrfSafeHttpClient http, DpopProofFactory proofs, Clock clock) {
        this(http, proofs, clock, new LogLimit(clock));
    }

    private TokenEndpointClient(SsrfSafeHttpClient http, DpopProofFactory proofs, Clock clock, LogLimit warnings) {
        this.http = http;
        this.proofs = proofs;
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * Returns a client for a server and the servers that its metadata names; see {@link SsrfSafeHttpClient#scopedTo}.
     */
    public TokenEndpointClient scopedTo(URI server) {
        return new TokenEndpointClient(http.scopedTo(server), proofs, clock, warnings);
    }

    /**
     * Returns a client for forms with a single-use token; see {@link SsrfSafeHttpClient#withSingleUseDeadline}. No
     * attempt is sent after the deadline.
     */
    public TokenEndpointClient withSingleUseDeadline(Duration limit) {
        return new TokenEndpointClient(http.withSingleUseDeadline(limit), proofs, clock, warnings);
    }

    /** Returns whether the deadline of {@link #withSingleUseDeadline} has passed. */
    public boolean isTooLate() {
        return http.isTooLate();
    }

    /** A response, and the local time at which the request was sent. */
    public record TimedResponse(HttpResponse response, Instant requestedAt) {}

    /**
     * Posts a form and returns the final response. Repeats the request only if the server rejected it before processing
     * the token or code.
     *
     * @param issuer the server's issuer identifier
     * @param dpopPrivateKey the session's private key as a JSON Web Key
     * @param fields the form without the fields of the client authentication
     * @throws ExchangeException if the request was not sent, or has no complete response, or if a proxy responded for
     *     the server
     * @throws dev.idiolect.oauth.dpop.DpopException if the key cannot sign
     */
    public TimedResponse post(
            URI endpoint,
            String issuer,
            String dpopPrivateKey,
            ClientAuthentication authentication,
            Map<String, String> fields)
            throws ExchangeException {
        // RFC 6749 requires a grant type, and RFC 9126 a response type.
        HttpPurpose purpose =
                fields.containsKey("grant_type") ? HttpPurpose.TOKEN : HttpPurpose.PUSHED_AUTHORIZATION_REQUEST;
        TimedResponse timed = send(purpose, endpoint, issuer, dpopPrivateKey, authentication, fields);
        timed.response().requireFromJsonServer();
        return timed;
    }

    /**
     * Posts a token to the revocation endpoint; see {@link #post}. The body of a success is ignored (RFC 7009 section
     * 2.2).
     *
     * @throws ExchangeException like {@link #post}
     * @throws dev.idiolect.oauth.dpop.DpopException if the key cannot sign
     */
    public HttpResponse revoke(
            URI endpoint, String issuer, String dpopPrivateKey, ClientAuthentication authentication, String token)
            throws ExchangeException {
        return send(HttpPurpose.REVOCATION, endpoint, issuer, dpopPrivateKey, authentication, Map.of("token", token))
                .response()
                .requireFromJsonServerUnlessSuccessful();
    }

    private TimedResponse send(
            HttpPurpose purpose,
            URI endpoint,
            String issuer,
            String dpopPrivateKey,
            ClientAuthentication authentication,
            Map<String, String> fields)
            throws ExchangeException {
        TokenRequestRetry retry = new TokenRequestRetry(proofs, endpoint, authentication.isConfidential());
        while (true) {
            Instant requestedAt = clock.instant();
            Map<String, String> form = new LinkedHashMap<>(fields);
            form.putAll(authentication.fields(issuer, requestedAt.plus(retry.startAttempt())));
            String proof = proofs.proof(dpopPrivateKey, "POST", endpoint, null);
            HttpResponse response = http.forPurpose(purpose).postForm(endpoint, form, Map.of("DPoP", proof));
            // Also called after a success, because every response carries the newest nonce.
            if (!retry.shouldRetry(response)) {
                logRejection(issuer, form, response);
                return new TimedResponse(response, requestedAt);
            }
        }
    }

    // Exceptions contain only the error code, because the description may repeat any part of the request. Responses to
    // the tokens of a session are not logged at all: the server also knows the session's other token.
    private void logRejection(String issuer, Map<String, String> form, HttpResponse response) {
        String description = response.description();
        boolean ofSession = form.containsKey("refresh_token") || form.containsKey("token");
        if (response.status() < 400 || response.status() >= 500 || description == null || ofSession) {
            return;
        }
        String reason = response.summary() + ": " + description;
        boolean secret = form.entrySet().stream()
                .filter(field -> !PUBLIC_FIELDS.contains(field.getKey()))
                .map(Map.Entry::getValue)
                .filter(value -> value.length() >= SECRET_START)
                .anyMatch(value -> reason.contains(value.substring(0, SECRET_START)));
        String message = issuer + " returned " + (secret ? "HTTP " + response.status() : reason);
        if (response.isError("invalid_grant")) {
            LOG.log(Level.DEBUG, message);
        } else {
            warnings.log(
                    LOG,
                    Level.WARNING,
                    issuer + " " + (secret ? response.status() : response.summary()),
                    "IDOA-0412: " + message);
        }
    }
}
