package dev.idiolect.oauth.internal.endpoint;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpPurpose;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates, refreshes and deletes the {@code Bearer} sessions of app passwords at a PDS; {@link LegacySessionResponse}
 * reads the responses. Safe for use by many threads.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-create-session">com.atproto.server.createSession</a>
 * @see
 *     <a href="https://docs.bsky.app/docs/api/com-atproto-server-refresh-session">com.atproto.server.refreshSession</a>
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-delete-session">com.atproto.server.deleteSession</a>
 */
public final class LegacySessionClient {

    private static final String XRPC = "/xrpc/com.atproto.server.";

    private final SsrfSafeHttpClient http;
    private final Clock clock;

    public LegacySessionClient(SsrfSafeHttpClient http, Clock clock) {
        this.http = http.forPurpose(HttpPurpose.APP_PASSWORD_SESSION);
        this.clock = clock;
    }

    /**
     * Creates a session.
     *
     * @param pdsOrigin the origin of the account's PDS
     * @param identifier the account's DID
     * @param password the app password
     * @throws ExchangeException if the request was not sent or got no complete response
     */
    public TimedResponse create(String pdsOrigin, String identifier, String password) throws ExchangeException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("identifier", identifier);
        body.put("password", password);
        Instant requestedAt = clock.instant();
        // Servers limit the rate of this request for each account.
        HttpResponse response = http.sharingLimit("createSession " + identifier)
                .post(
                        URI.create(pdsOrigin + XRPC + "createSession"),
                        JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8),
                        Map.of("Content-Type", "application/json"))
                .requireFromJsonServer();
        return new TimedResponse(response, requestedAt);
    }

    /**
     * Returns a client for requests with a single-use token; see {@link SsrfSafeHttpClient#withSingleUseDeadline}. No
     * request is sent after the deadline.
     */
    public LegacySessionClient withSingleUseDeadline(Duration limit) {
        return new LegacySessionClient(http.withSingleUseDeadline(limit), clock);
    }

    /**
     * Exchanges a refresh token.
     *
     * @param pdsOrigin the origin of the account's PDS
     * @throws ExchangeException if the request was not sent or got no complete response
     */
    public TimedResponse refresh(String pdsOrigin, String refreshJwt) throws ExchangeException {
        URI url = refreshUrl(pdsOrigin);
        Instant requestedAt = clock.instant();
        HttpResponse response =
                http.scopedTo(url).post(url, new byte[0], bearer(refreshJwt)).requireFromJsonServer();
        return new TimedResponse(response, requestedAt);
    }

    /** Returns the URL to which {@link #refresh} posts. */
    public static URI refreshUrl(String pdsOrigin) {
        return URI.create(pdsOrigin + XRPC + "refreshSession");
    }

    /**
     * Deletes a session.
     *
     * @param pdsOrigin the origin of the account's PDS
     * @throws ExchangeException if the request was not sent or got no complete response
     */
    public HttpResponse delete(String pdsOrigin, String refreshJwt) throws ExchangeException {
        URI url = URI.create(pdsOrigin + XRPC + "deleteSession");
        return http.scopedTo(url).post(url, new byte[0], bearer(refreshJwt)).requireFromJsonServerUnlessSuccessful();
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
