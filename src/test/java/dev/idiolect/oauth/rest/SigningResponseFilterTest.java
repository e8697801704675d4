package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The response filter, without a runtime. */
class SigningResponseFilterTest {

    private static final String ORIGIN = "https://pds.example.com";

    @DpopSigned
    interface Api {
        void call();

        @PdsRouted
        void read();
    }

    private final DpopProofFactory proofs = new DpopProofFactory();
    private final MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
    private InputStream body = new ByteArrayInputStream(new byte[10_000]);
    private SignedCall call;

    @BeforeEach
    void begin() throws Exception {
        call = call("call");
    }

    @Test
    void requestWithoutAResponseIsIgnored() {
        filter(0, null);
        filter(0, headers);
        filter(401, null);
        assertThat(call.takeChallenge()).isNull();
    }

    @Test
    void bodyIsDrainedOnlyIfTheCallIsRetried() throws Exception {
        challenge();
        for (int i = 0; i < 2; i++) {
            body = new ByteArrayInputStream(new byte[10_000]);
            filter(401, headers);
            assertThat(call.takeChallenge()).isEqualTo(Challenge.NONCE);
            assertThat(body.available()).isZero();
        }
        body = new ByteArrayInputStream(new byte[10_000]);
        filter(401, headers);
        assertThat(call.takeChallenge()).isNull();
        assertThat(body.available()).isEqualTo(10_000);
    }

    @Test
    void endlessBodyIsClosed() {
        boolean[] closed = {false};
        body = new InputStream() {
            @Override
            public int read() {
                return 7;
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        challenge();
        filter(401, headers);
        assertThat(closed[0]).isTrue();
    }

    @Test
    void bodyMayBeMissing() {
        body = null;
        challenge();
        filter(401, headers);
        assertThat(call.takeChallenge()).isEqualTo(Challenge.NONCE);
    }

    @Test
    void nonceIsUpdatedForEveryStatus() throws Exception {
        for (int status : new int[] {200, 302, 400, 403, 500}) {
            headers.putSingle("dpop-nonce", "nonce-" + status);
            filter(status, headers);
            assertThat(proofs.nonces().current(ORIGIN)).isEqualTo("nonce-" + status);
        }
        call = call("read");
        headers.putSingle("dpop-nonce", "nonce-read");
        filter(200, headers);
        assertThat(proofs.nonces().current(ORIGIN)).isEqualTo("nonce-read");
    }

    @Test
    void successfulCallIsNotRetriedForAConcurrentRequest() {
        RequestAttempt beside = call.startRequest();
        filter(200, headers);
        challenge();
        filter(401, headers, beside);
        assertThat(call.takeChallenge()).isNull();
    }

    @Test
    void expiredTokenIsRenewedTwiceAndAnotherOnce() throws Exception {
        headers.putSingle("www-authenticate", "DPoP error=\"invalid_token\"");
        call = call("call", Instant.EPOCH);
        for (int i = 0; i < 2; i++) {
            filter(401, headers);
            assertThat(call.takeChallenge()).isEqualTo(Challenge.EXPIRED);
        }
        filter(401, headers);
        assertThat(call.takeChallenge()).isNull();
        call = call("call", Instant.now().plusSeconds(3600));
        filter(401, headers);
        assertThat(call.takeChallenge()).isEqualTo(Challenge.TOKEN);
        filter(401, headers);
        assertThat(call.takeChallenge()).isNull();
        call.useSession(session(Instant.EPOCH));
        filter(401, headers);
        assertThat(call.takeChallenge()).isEqualTo(Challenge.EXPIRED);
        filter(401, headers);
        assertThat(call.takeChallenge()).isNull();
    }

    @Test
    void unsignedCallIsNeverRetried() throws Exception {
        call = call("read");
        challenge();
        filter(401, headers);
        assertThat(call.takeChallenge()).isNull();
    }

    @Test
    void unknownRequestIsIgnored() {
        challenge();
        new SigningResponseFilter()
                .filter(
                        fake(ClientRequestContext.class, Map.of()),
                        fake(ClientResponseContext.class, Map.of("getStatus", 401, "getHeaders", headers)));
        assertThat(proofs.nonces().current(ORIGIN)).isNull();
    }

    private void challenge() {
        headers.putSingle("www-authenticate", "DPoP error=\"use_dpop_nonce\"");
        headers.putSingle("DPOP-NONCE", "nonce");
    }

    private SignedCall call(String method) throws NoSuchMethodException {
        return call(method, Instant.now().plusSeconds(3600));
    }

    private SignedCall call(String method, Instant expiresAt) throws NoSuchMethodException {
        CallIdentity identity = new CallIdentity(
                ApiMethod.find(Api.class, Api.class.getMethod(method)), new AccountArguments(null, null), null);
        return new SignedCall(identity, proofs, Telemetry.none(), session(expiresAt));
    }

    private static OAuthSession session(Instant expiresAt) {
        return OAuthSession.builder()
                .did(ALICE)
                .pdsUrl(ORIGIN)
                .accessJwt("access")
                .refreshJwt("refresh")
                .dpopPrivateKeyJwk("{}")
                .issuedAt(Instant.EPOCH)
                .expiresAt(expiresAt)
                .build();
    }

    private void filter(int status, MultivaluedMap<String, String> given) {
        filter(status, given, call.startRequest());
    }

    private void filter(int status, MultivaluedMap<String, String> given, RequestAttempt attempt) {
        Map<String, Object> response = new HashMap<>(Map.of("getStatus", status));
        response.put("getHeaders", given);
        response.put("getEntityStream", body);
        new SigningResponseFilter()
                .filter(
                        fake(ClientRequestContext.class, Map.of("getProperty", attempt)),
                        fake(ClientResponseContext.class, response));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> results) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> results.get(method.getName())));
    }
}
