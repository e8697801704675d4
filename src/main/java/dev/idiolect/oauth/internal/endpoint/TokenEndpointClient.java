package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts forms to an authorization server: token requests, pushed authorization requests and revocations. Each attempt carries
 * its own DPoP proof and client authentication. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 */
public final class TokenEndpointClient {

    private final SsrfSafeHttpClient http;
    private final DpopProofFactory proofs;
    private final Clock clock;
    private final @Nullable Instant deadline;

    public TokenEndpointClient(SsrfSafeHttpClient http, DpopProofFactory proofs, Clock clock) {
        this(http, proofs, clock, null);
    }

    private TokenEndpointClient(
            SsrfSafeHttpClient http, DpopProofFactory proofs, Clock clock, @Nullable Instant deadline) {
        this.http = http;
        this.proofs = proofs;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Returns a client for a server and the servers that its metadata names; see {@link SsrfSafeHttpClient#scopedTo}.
     */
    public TokenEndpointClient scopedTo(URI server) {
        return new TokenEndpointClient(http.scopedTo(server), proofs, clock, deadline);
    }

    /**
     * Returns a client for forms with a single-use token. An attempt that cannot begin within {@code limit} from now is
     * not sent. The limit is measured by two clocks: a monotonic one, which cannot be set, and the wall clock, which
     * keeps running while the machine sleeps.
     */
    public TokenEndpointClient withSingleUseDeadline(Duration limit) {
        return new TokenEndpointClient(
                http.withSingleUseDeadline(limit),
                proofs,
                clock,
                clock.instant().plus(limit));
    }

    /** Returns whether the deadline of {@link #withSingleUseDeadline} has passed. */
    public boolean isTooLate() {
        return http.isTooLate() || (deadline != null && clock.instant().isAfter(deadline));
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
     * @throws ExchangeException if the request was not sent or has no complete response
     * @throws dev.idiolect.oauth.dpop.DpopException if the key cannot sign
     */
    public TimedResponse post(
            URI endpoint,
            String issuer,
            String dpopPrivateKey,
            ClientAuthentication authentication,
            Map<String, String> fields)
            throws ExchangeException {
        TokenRequestRetry retry = new TokenRequestRetry(proofs, endpoint, authentication.isConfidential());
        while (true) {
            Instant requestedAt = clock.instant();
            if (deadline != null && requestedAt.isAfter(deadline)) {
                throw ExchangeException.transientFailure("request not sent: its deadline has passed");
            }
            Map<String, String> form = new LinkedHashMap<>(fields);
            form.putAll(authentication.fields(issuer, requestedAt.plus(retry.startAttempt())));
            String proof = proofs.proof(dpopPrivateKey, "POST", endpoint, null);
            HttpResponse response = http.postForm(endpoint, form, Map.of("DPoP", proof));
            // Also called after a success, because every response carries the newest nonce.
            if (!retry.shouldRetry(response)) {
                return new TimedResponse(response, requestedAt);
            }
        }
    }
}
