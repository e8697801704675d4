package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Metrics and spans of all operations name no account, no host and no secret. */
class TelemetrySecretsTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private final OpenTelemetrySystem system = new OpenTelemetrySystem();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Telemetry telemetry =
            Telemetry.of(List.of(new OpenTelemetryAdapter(system.openTelemetry()), new MicrometerAdapter(registry)));

    @Test
    void attributesNameNoAccountHostOrSecret() {
        OAuthTokenStore store = new InMemoryOAuthTokenStore();
        DpopProofFactory proofs = new DpopProofFactory();
        try (FakePds fake = FakePds.startSplit();
                FakeDirectory directory = FakeDirectory.start()) {
            TestAccount account = directory.put(fake, DID);
            IdentityResolver identities = IdentityResolver.builder()
                    .handleResolver(directory.url())
                    .plcUrl(directory.url())
                    .development(true)
                    .telemetry(telemetry)
                    .build();
            LoginSettings settings = LoginSettings.builder(store)
                    .identities(identities)
                    .proofs(proofs)
                    .development(true)
                    .telemetry(telemetry)
                    .build();
            OAuthClient client = OAuthClient.development(PdsLogin.REDIRECT_URI, PdsLogin.SCOPE);
            LoginFlow flow = new LoginFlow(client, settings);
            assertThatThrownBy(() -> flow.begin("nobody.test")).isInstanceOf(IdentityException.class);
            AuthorizationRequest request = flow.begin(account.handle());
            OAuthSession session = flow.complete(fake.approve(request.url(), DID));
            Refresher refresher = Refresher.builder(proofs)
                    .client(client)
                    .identities(identities)
                    .telemetry(telemetry)
                    .build();
            SessionRefresher sessions = SessionRefresher.builder(store, refresher)
                    .telemetry(telemetry)
                    .build();
            OAuthSession refreshed = sessions.refresh(DID);
            fake.endSessions(DID);
            assertThatThrownBy(() -> sessions.refresh(DID)).isInstanceOf(RuntimeException.class);
            new Logout(client, settings).logout(DID);

            String everything = everything();
            assertThat(everything)
                    .contains("idiolect.oauth.login")
                    .contains("idiolect.oauth.identity.resolution")
                    .contains("idiolect.oauth.refresh")
                    .contains("reauthenticate")
                    .contains("revocation");
            assertThat(everything)
                    .doesNotContain(
                            "did:",
                            account.handle(),
                            "nobody",
                            "127.0.0.1",
                            "localhost",
                            "http:",
                            session.accessJwt(),
                            session.refreshJwt(),
                            refreshed.refreshJwt(),
                            request.url().getRawQuery());
        }
    }

    private String everything() {
        String spans = system.spans().stream()
                .map(span ->
                        span.getName() + " " + span.getAttributes() + " " + span.getEvents() + " " + span.getStatus())
                .collect(Collectors.joining("\n"));
        String meters = registry.getMeters().stream()
                .map(meter -> meter.getId().toString())
                .collect(Collectors.joining("\n"));
        return spans + "\n" + system.metrics().values() + "\n" + meters;
    }
}
