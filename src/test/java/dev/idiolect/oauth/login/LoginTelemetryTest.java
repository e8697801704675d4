package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import org.junit.jupiter.api.Test;

/** What a login reports. */
class LoginTelemetryTest extends LoginFixture {

    private final RecordingTelemetry telemetry = new RecordingTelemetry();
    private final LoginSettings reporting = settingsBuilder(store)
            .telemetry(telemetry)
            .identities(IdentityResolver.builder()
                    .handleResolver(directory.url())
                    .plcUrl(directory.url())
                    .development(true)
                    .clock(clock)
                    .telemetry(telemetry)
                    .build())
            .build();
    private final LoginFlow reportingFlow = new LoginFlow(client, reporting);

    @Test
    void loginReportsItsStepsAndRequests() {
        AuthorizationRequest request = reportingFlow.begin(DID);
        assertThat(telemetry.of(Operation.LOGIN)).containsExactly("LOGIN begin");
        assertThat(telemetry.value(Gauge.PENDING_LOGINS)).isEqualTo(1);
        reportingFlow.complete(fake.approve(request.url(), DID));
        assertThat(telemetry.of(Operation.LOGIN)).containsExactly("LOGIN begin", "LOGIN complete");
        assertThat(telemetry.value(Gauge.PENDING_LOGINS)).isZero();
        assertThat(telemetry.of(Operation.IDENTITY_RESOLUTION)).isNotEmpty().containsOnly("IDENTITY_RESOLUTION");
        assertThat(telemetry.of(Operation.HTTP_REQUEST))
                .contains(
                        "HTTP_REQUEST identity -> 2xx",
                        "HTTP_REQUEST metadata -> 2xx",
                        // The first one gets the server's nonce.
                        "HTTP_REQUEST pushed_authorization_request -> 4xx",
                        "HTTP_REQUEST pushed_authorization_request -> 2xx",
                        "HTTP_REQUEST token -> 2xx");
        assertThat(telemetry.of(Operation.STORE)).contains("STORE save_login", "STORE consume_login", "STORE replace");
        new Logout(client, reporting).logout(DID, true);
        assertThat(telemetry.of(Operation.HTTP_REQUEST)).contains("HTTP_REQUEST revocation -> 2xx");
    }

    @Test
    void failedLoginsReportTheirReason() {
        assertThatThrownBy(() -> reportingFlow.begin("nobody.test")).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> reportingFlow.complete(
                        fake.deny(reportingFlow.begin(DID).url())))
                .isInstanceOf(LoginException.class);
        fake.fail(FakePds.PAR, FakePds.ALWAYS, Faults.status(503, ""));
        assertThatThrownBy(() -> reportingFlow.begin(DID)).isInstanceOf(LoginException.class);
        assertThat(telemetry.of(Operation.LOGIN))
                .containsExactly(
                        "LOGIN begin -> identity",
                        "LOGIN begin",
                        "LOGIN complete -> denied",
                        "LOGIN begin -> unavailable");
    }

    @Test
    void appPasswordLoginReportsItself() {
        AppPasswordLogin login = new AppPasswordLogin(client, reporting);
        assertThatThrownBy(() -> login.login(DID, "wrong")).isInstanceOf(LoginException.class);
        login.login(DID, account.password());
        assertThat(telemetry.of(Operation.LOGIN))
                .containsExactly("LOGIN app_password -> wrong_password", "LOGIN app_password");
        assertThat(telemetry.of(Operation.HTTP_REQUEST)).contains("HTTP_REQUEST app_password_session -> 2xx");
    }

    @Test
    void closedSettingsRemoveTheirGauge() {
        reporting.close();
        assertThat(telemetry.has(Gauge.PENDING_LOGINS)).isFalse();
    }
}
