package dev.idiolect.oauth.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application's own test, with a mock server in place of the account's PDS. */
@QuarkusTest
class SignedCallTest {

    private static final String GET_SESSION = "/xrpc/com.atproto.server.getSession";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> proofs = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @ConfigProperty(name = "only.user")
    String did;

    @Inject
    OAuthTokenStore store;

    @Inject
    SessionRefresher refresher;

    @Inject
    @RestClient
    SessionClient sessions;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(GET_SESSION, exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            proofs.add(exchange.getRequestHeaders().getFirst("DPoP"));
            byte[] body = ("{\"did\":\"" + did + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private OAuthSession session(Instant expiresAt) throws Exception {
        return OAuthSession.builder()
                .did(did)
                .pdsUrl(address())
                .accessJwt("token-1")
                .refreshJwt("refresh-1")
                .dpopPrivateKeyJwk(new ECKeyGenerator(Curve.P_256).generate().toJSONString())
                .issuedAt(Instant.now())
                .expiresAt(expiresAt)
                .build();
    }

    @Test
    void injectedClientSignsItsCalls() throws Exception {
        OAuthSession session = session(Instant.now().plusSeconds(3600));
        store.save(session);
        assertEquals(did, sessions.session().account());
        assertEquals(did, sessions.session().account());
        assertEquals(List.of("DPoP token-1", "DPoP token-1"), authorizations);
        assertNotEquals(proofs.get(0), proofs.get(1));
        for (String proof : proofs) {
            SignedJWT jwt = SignedJWT.parse(proof);
            assertTrue(jwt.verify(new ECDSAVerifier(ECKey.parse(session.dpopPrivateKeyJwk()))));
            assertEquals(address() + GET_SESSION, jwt.getJWTClaimsSet().getStringClaim("htu"));
        }
    }

    @Test
    void mockRefresherIsUsed() throws Exception {
        store.save(session(Instant.now().minusSeconds(1)));
        assertEquals(did, sessions.session().account());
        assertEquals(List.of("DPoP token-2"), authorizations);
        assertEquals("refresh-2", store.load(did).orElseThrow().refreshJwt());
        assertEquals("token-2", refresher.refreshIfNeeded(did).accessJwt());
    }
}
