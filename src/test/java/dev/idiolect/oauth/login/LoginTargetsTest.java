package dev.idiolect.oauth.login;

import static dev.idiolect.oauth.identity.IdentityFixture.ALICE;
import static dev.idiolect.oauth.identity.IdentityFixture.DID;
import static dev.idiolect.oauth.identity.IdentityFixture.PDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type, on a small Internet with an account and its servers. */
@Timeout(60)
class LoginTargetsTest {

    private static final String HOST = "pds.example.com";
    private static final String ISSUER = "https://resolver.example.com";

    private final IdentityFixture net = new IdentityFixture();
    private final LoginTargets targets = new LoginTargets(
            net.resolver,
            new AuthorizationServers(net.web.client(Duration.ofSeconds(10), NetworkPolicy.PUBLIC, net.clock)),
            new LoginShares(8));

    @BeforeEach
    void publish() {
        net.account(DID, ALICE);
        net.web.page(
                HOST + "/.well-known/oauth-protected-resource",
                200,
                "{\"authorization_servers\":[\"" + ISSUER + "\"]}");
        net.web.page(
                "resolver.example.com/.well-known/oauth-authorization-server", 200, "{\"issuer\":\"" + ISSUER + "\"}");
    }

    private LoginTarget find(String typed) {
        return UninterruptibleLogin.begin(
                new DaemonThreads(), Duration.ofSeconds(30), login -> targets.find(typed, login));
    }

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HOST,
                "PDS.Example.com.",
                " " + HOST + "/",
                PDS,
                "http://pds.example.com",
                "HTTPS://PDS.EXAMPLE.COM/xrpc/_health",
                "resolver.example.com"
            })
    void hostThatIsNoHandleIsAServer(String typed) {
        LoginTarget target = find(typed);
        assertThat(target.identity()).isNull();
        assertThat(target.server().issuer()).isEqualTo(ISSUER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALICE,
                "@Alice.Example.com.",
                "https://alice.example.com",
                "http://alice.example.com/",
                "https://bsky.app/profile/alice.example.com",
                "DID:PLC:Z72I7HDYNMK6R22Z27H6TVUR",
                "https://bsky.app/profile/" + DID + "/post/3k"
            })
    void accountIsFoundInEachFormOfItsName(String typed) {
        LoginTarget target = find(typed);
        assertThat(target.identity()).isNotNull();
        assertThat(target.identity().did()).isEqualTo(DID);
        assertThat(target.server().issuer()).isEqualTo(ISSUER);
    }

    @Test
    void hostThatIsNeitherIsReportedAsAHandle() {
        assertThatThrownBy(() -> find("nothing.example.com"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("nothing.example.com");
    }
}
