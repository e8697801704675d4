package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid sessions are refused before their refresh token is sent. */
class UnusableSessionTest extends RefreshFixture {

    private final Refresher refresher = refresher(PATIENT);
    private final OAuthSession session = fake.session(DID);

    @Test
    void firstRefreshBindsSessionToIssuerAndClient() {
        Refresher configured = Refresher.builder(proofs)
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
            assertThat(permanentFailure(() -> refresher(PATIENT).refresh(bound)))
                    .hasMessageContaining(other.issuer());
            assertThat(other.requests(TOKEN)).isZero();
        }
        fake.assertNoViolations();
    }

    @Test
    void configuredClientIsUsedForSessionsWithoutOne() {
        Refresher configured = Refresher.builder(proofs)
                .clientId(session.clientId())
                .timeout(PATIENT)
                .clock(clock)
                .build();
        configured.refresh(session.toBuilder().clientId(null).clientKeyId(null).build());
        fake.assertNoViolations();
    }

    @Test
    void sessionWithoutClientIsRefusedBeforeAnyRequest() {
        assertThat(permanentFailure(() -> refresher.refresh(
                        session.toBuilder().clientId(null).clientKeyId(null).build())))
                .hasMessageContaining("idiolect.oauth.client-id");
        assertThat(fake.requests(PROTECTED_RESOURCE)).isZero();
    }

    @Test
    void confidentialClientIsRefusedBeforeAnyRequest() {
        assertThat(permanentFailure(() -> refresher.refresh(
                        session.toBuilder().clientKeyId("key-1").build())))
                .hasMessageContaining("key-1");
        assertThat(fake.requests(PROTECTED_RESOURCE)).isZero();
    }

    @Test
    void pdsThatNamesAnotherIssuerGetsNoToken() {
        assertThat(permanentFailure(() -> refresher.refresh(session.toBuilder()
                        .issuer("https://auth.example.com")
                        .clientKeyId(null)
                        .build())))
                .hasMessageContaining("https://auth.example.com")
                .hasMessageContaining(fake.issuer());
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "no key", "{\"kty\":\"EC\",\"crv\":\"P-256\"}"})
    void invalidKeyIsPermanentAndSendsNoToken(String jwk) {
        OAuthSession keyless = session.toBuilder().dpopPrivateKeyJwk(jwk).build();
        permanentFailure(() -> refresher.refresh(keyless));
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://pds.example.com", "pds.example.com", "", "https://u:p@pds.example.com", "http://[", " "})
    void invalidPdsUrlIsPermanent(String pdsUrl) {
        permanentFailure(() -> refresher.refresh(at(pdsUrl, session)));
    }

    @Test
    void plainHttpToOtherMachineSendsNoRequest() throws IOException {
        // Only localhost, 127.0.0.1 and [::1] are certainly this machine.
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress("127.0.0.2", 0)).configureBlocking(false);
            String url = "http:/" + other.getLocalAddress();
            assertThat(permanentFailure(() -> refresher.refresh(at(url, session))))
                    .hasMessageContaining("https");
            permanentFailure(() -> refresher.refresh(at(url, fake.bearerSession(DID))));
            assertThat(other.accept()).isNull();
        }
    }
}
