package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.ClosedServer;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real socket on this machine gets no connection. */
class InternalAddressesTest extends RefreshFixture {

    private final ClosedServer inside = new ClosedServer();

    @AfterEach
    void closeInside() {
        inside.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:", "https://localhost:", "https://[::ffff:127.0.0.1]:", "https://0x7f000001:"
            })
    void internalTokenEndpointGetsNoRequest(String origin) {
        OAuthSession session = fake.session(DID);
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.set("token_endpoint", origin + inside.port() + "/token"));
        permanentFailure(() -> refresher(PATIENT).refresh(session));
        assertThat(inside.connections()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:", "https://localhost:"})
    void internalPdsGetsNoHttpsRequest(String origin) {
        String pds = origin + inside.port();
        assertThat(permanentFailure(() -> refresher(PATIENT).refresh(at(pds, fake.session(DID)))))
                .hasMessageContaining("request not sent");
        assertThat(permanentFailure(() -> refresher(PATIENT).refresh(at(pds, fake.bearerSession(DID)))))
                .hasMessageContaining("request not sent");
        assertThat(inside.connections()).hasValue(0);
    }

    @Test
    void pdsOnThisMachineGetsHttpRequests() {
        assertThat(refresher(PATIENT).refresh(fake.session(DID)).did()).isEqualTo(DID);
    }
}
