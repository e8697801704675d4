package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestAccount;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Identities at the real PDS and the real PLC directory. */
class IdentityIT {

    private static RealPds pds;
    private static TestAccount account;
    private static IdentityResolver resolver;

    @BeforeAll
    static void start() {
        pds = RealPds.start(Map.of());
        account = pds.createAccount("identity.test", "hunter2-identity");
        resolver = resolver(pds.pdsUrl(), true);
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    private static IdentityResolver resolver(String handleResolver, boolean development) {
        return new IdentityResolver(
                handleResolver, pds.plcUrl(), Duration.ofSeconds(10), development, Clock.systemUTC());
    }

    @Test
    void handleAndDidLeadToTheAccount() {
        Identity expected = new Identity(account.did(), account.handle(), pds.pdsUrl());
        assertThat(resolver.resolveFresh("@" + account.handle().toUpperCase(Locale.ROOT)))
                .isEqualTo(expected);
        assertThat(resolver.resolveFresh(account.did())).isEqualTo(expected);
        assertThat(resolver.resolve(account.handle())).isEqualTo(expected);
    }

    @Test
    void unknownHandleAndUnknownDidAreSaid() {
        assertThatThrownBy(() -> resolver.resolve("nobody.test"))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("nobody.test")
                .hasMessageContaining("HTTP 400");
        assertThatThrownBy(() -> resolver.resolve("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("not registered");
    }

    @Test
    void serversOnThisMachineAreForDevelopmentOnly() {
        assertThatThrownBy(() -> resolver(null, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
