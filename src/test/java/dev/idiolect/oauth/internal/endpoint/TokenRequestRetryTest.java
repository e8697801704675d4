package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestRetryTest {

    private static final URI ENDPOINT = URI.create("https://auth.example.com/oauth/token");
    private static final String ORIGIN = "https://auth.example.com";
    private static final String AN_HOUR_LATER = "Mon, 23 Nov 2026 11:00:00 GMT";

    private final DpopNonces nonces = new DpopNonces();
    private final DpopProofFactory proofs =
            new DpopProofFactory(nonces, null, TestClock.at(Instant.parse("2026-11-23T10:00:00Z")));

    private TokenRequestRetry retry(boolean confidential) {
        TokenRequestRetry retry = new TokenRequestRetry(proofs, ENDPOINT, confidential);
        retry.startAttempt();
        return retry;
    }

    private static HttpResponse response(int status, String error, String... headers) {
        Map<String, List<String>> fields = headers.length == 0 ? Map.of() : Map.of(headers[0], List.of(headers[1]));
        return new HttpResponse(
                status,
                HttpHeaders.of(fields, (name, value) -> true),
                ("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nonceChallengeIsRetriedTwice() {
        TokenRequestRetry retry = retry(false);
        HttpResponse challenge = response(400, "use_dpop_nonce", "DPoP-Nonce", "n1");
        assertThat(retry.shouldRetry(challenge)).isTrue();
        assertThat(nonces.current(ORIGIN)).isEqualTo("n1");
        assertThat(retry.shouldRetry(challenge)).isTrue();
        assertThat(retry.shouldRetry(challenge)).isFalse();
    }

    @Test
    void nonceChallengeWithoutNonceIsNotRetried() {
        assertThat(retry(false).shouldRetry(response(400, "use_dpop_nonce"))).isFalse();
    }

    @Test
    void nonceOfASuccessIsStored() {
        assertThat(retry(false).shouldRetry(response(200, "", "DPoP-Nonce", "n2")))
                .isFalse();
        assertThat(nonces.current(ORIGIN)).isEqualTo("n2");
    }

    @ParameterizedTest
    @CsvSource({"false, invalid_dpop_proof", "true, invalid_dpop_proof", "true, invalid_client"})
    void wrongClockIsCorrectedOnce(boolean confidential, String error) {
        TokenRequestRetry retry = retry(confidential);
        HttpResponse refusal = response(401, error, "Date", AN_HOUR_LATER);
        assertThat(retry.shouldRetry(refusal)).isTrue();
        assertThat(retry.startAttempt()).isEqualTo(Duration.ofHours(1));
        assertThat(retry.shouldRetry(refusal)).isFalse();
    }

    @Test
    void clockCorrectedByAnotherRequestIsRetriedToo() {
        TokenRequestRetry first = retry(false);
        TokenRequestRetry second = retry(false);
        HttpResponse refusal = response(401, "invalid_dpop_proof", "Date", AN_HOUR_LATER);
        assertThat(first.shouldRetry(refusal)).isTrue();
        assertThat(second.shouldRetry(refusal)).isTrue();
        second.startAttempt();
        assertThat(second.shouldRetry(refusal)).isFalse();
    }

    @Test
    void rightClockIsNoReasonToRetry() {
        HttpResponse refusal = response(401, "invalid_dpop_proof", "Date", "Mon, 23 Nov 2026 10:00:01 GMT");
        assertThat(retry(false).shouldRetry(refusal)).isFalse();
    }

    @Test
    void publicClientIsNotRetriedAfterInvalidClient() {
        assertThat(retry(false).shouldRetry(response(401, "invalid_client", "Date", AN_HOUR_LATER)))
                .isFalse();
    }

    @Test
    void reusedAssertionIsRetriedOnce() {
        HttpResponse reused = new HttpResponse(
                400,
                HttpHeaders.of(Map.of(), (name, value) -> true),
                "{\"error\":\"invalid_grant\",\"error_description\":\"private_key_jwt jti reused\"}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(retry(false).shouldRetry(reused)).isFalse();
        TokenRequestRetry retry = retry(true);
        assertThat(retry.shouldRetry(reused)).isTrue();
        assertThat(retry.shouldRetry(reused)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_request", "server_error", "an echo of a token"})
    void otherErrorsAreNotRetried(String error) {
        assertThat(retry(true).shouldRetry(response(400, error, "DPoP-Nonce", "n1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 408, 429, 500, 503})
    void otherStatusIsNotRetriedButItsNonceStored(int status) {
        assertThat(retry(true).shouldRetry(response(status, "use_dpop_nonce", "DPoP-Nonce", "n1")))
                .isFalse();
        assertThat(nonces.current(ORIGIN)).isEqualTo("n1");
    }
}
