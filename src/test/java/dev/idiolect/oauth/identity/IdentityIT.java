package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Resolves identities with the real PDS and PLC directory. */
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
        return IdentityResolver.builder()
                .handleResolver(handleResolver)
                .plcUrl(pds.plcUrl())
                .timeout(Duration.ofSeconds(10))
                .development(development)
                .build();
    }

    @Test
    void handleAndDidResolveToTheAccount() {
        Identity expected = new Identity(account.did(), account.handle(), pds.pdsUrl());
        assertThat(resolver.resolve("@" + account.handle().toUpperCase(Locale.ROOT)))
                .isEqualTo(expected);
        assertThat(resolver.resolve(account.did())).isEqualTo(expected);
        assertThat(resolver.resolveCached(account.handle())).isEqualTo(expected);
    }

    @Test
    void unknownHandleAndDidAreReported() {
        assertThatThrownBy(() -> resolver.resolveCached("unknown.test"))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("unknown.test")
                .hasMessageContaining("HTTP 400");
        assertThatThrownBy(() -> resolver.resolveCached("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("not registered");
    }

    @Test
    void loopbackServersAreForDevelopmentOnly() {
        assertThatThrownBy(() -> resolver(null, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
