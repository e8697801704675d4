package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.refresh.DiscoveryException;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import org.junit.jupiter.api.Test;

class LoginFailureTest {

    @Test
    void aServerThatBreaksARuleIsNotAnAccountThatIsMisspelt() {
        DiscoveryException broken = new DiscoveryException("it breaks a rule", false, null);
        assertThat(LoginFailure.of(broken).kind()).isEqualTo(Kind.MISTRUSTED);
        DiscoveryException away = new DiscoveryException("no answer", true, null);
        assertThat(LoginFailure.of(away).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
