package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.pds.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.pds.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Faults;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a session before its refresh token is sent: then it is not sent. */
class UnusableSessionTest extends RefreshFixture {

    private final TokenEndpointRefresher refresher = refresher(PATIENT);
    private final OAuthSession session = fake.session(DID);

    @Test
    void aSessionWithoutIssuerAndClientIsBoundByItsFirstRefresh() {
        TokenEndpointRefresher configured = TokenEndpointRefresher.builder(proofs)
                .clientId(session.clientId())
                .timeout(PATIENT)
                .clock(clock)
                .build();
        OAuthSession bound = configured.refresh(session.toBuilder()
                .issuer(null)
                .clientId(null)
                .clientKeyId(null)
                .build());
        assertThat(bound.issuer()).isEqualTo(fake.issuer());
        assertThat(bound.clientId()).isEqualTo(session.clientId());

        try (FakePds other = FakePds.startSplit()) {
            fake.fail(PROTECTED_RESOURCE, Faults.set("authorization_servers", List.of(other.issuer())));
            assertThat(lasting(() -> refresher(PATIENT).refresh(bound))).hasMessageContaining(other.issuer());
            assertThat(other.requests(TOKEN)).isZero();
        }
        fake.assertNoViolations();
    }

    @Test
    void configuredClientServesSessionsThatNameNone() {
        TokenEndpointRefresher configured = TokenEndpointRefresher.builder(proofs)
                .clientId(session.clientId())
                .timeout(PATIENT)
                .clock(clock)
                .build();
        configured.refresh(session.toBuilder().clientId(null).clientKeyId(null).build());
        fake.assertNoViolations();
    }

    @Test
    void sessionWithoutClientIsRefusedBeforeAnyRequest() {
        assertThat(lasting(() -> refresher.refresh(
                        session.toBuilder().clientId(null).clientKeyId(null).build())))
                .hasMessageContaining("idiolect.oauth.client-id");
        assertThat(fake.requests(PROTECTED_RESOURCE)).isZero();
    }

    @Test
    void confidentialClientIsRefusedBeforeAnyRequest() {
        assertThat(lasting(() -> refresher.refresh(
                        session.toBuilder().clientKeyId("key-1").build())))
                .hasMessageContaining("key-1");
        assertThat(fake.requests(PROTECTED_RESOURCE)).isZero();
    }

    @Test
    void pdsThatTrustsAnotherIssuerGetsNoToken() {
        assertThat(lasting(() -> refresher.refresh(session.toBuilder()
                        .issuer("https://auth.example.com")
                        .clientKeyId(null)
                        .build())))
                .hasMessageContaining("https://auth.example.com")
                .hasMessageContaining(fake.issuer());
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "no key", "{\"kty\":\"EC\",\"crv\":\"P-256\"}"})
    void unusableKeyIsALastingFailureBeforeTheTokenIsSent(String jwk) {
        OAuthSession keyless = OAuthSession.builder()
                .did(DID)
                .pdsUrl(session.pdsUrl())
                .accessJwt(session.accessJwt())
                .refreshJwt(session.refreshJwt())
                .dpopPrivateKeyJwk(jwk)
                .issuedAt(session.issuedAt())
                .expiresAt(session.expiresAt())
                .issuer(session.issuer())
                .clientId(session.clientId())
                .build();
        lasting(() -> refresher.refresh(keyless));
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://pds.example.com", "pds.example.com", "", "https://u:p@pds.example.com", "http://[", " "})
    void pdsAddressThatIsNoneIsALastingFailure(String pdsUrl) {
        lasting(() -> refresher.refresh(at(pdsUrl, session)));
    }

    @Test
    void plainHttpToAnotherMachineIsNotEvenTried() throws IOException {
        // Only localhost, 127.0.0.1 and [::1] are this machine beyond doubt.
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress("127.0.0.2", 0)).configureBlocking(false);
            String url = "http:/" + other.getLocalAddress();
            assertThat(lasting(() -> refresher.refresh(at(url, session)))).hasMessageContaining("https");
            lasting(() -> new AppPasswordRefresher(PATIENT, clock).refresh(at(url, fake.bearerSession(DID))));
            assertThat(other.accept()).isNull();
        }
    }
}
