package dev.idiolect.oauth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.LogCapture;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ProviderHintTest {

    @Test
    void chosenProviderIsLoggedOnce() {
        try (LogCapture log = new LogCapture(ProviderHint.class)) {
            DpopProofFactory.withProvider(new DpopNonces(), "auto", Clock.systemUTC());
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(
                            "INFO: IDOA-0702: DPoP proofs are signed by AmazonCorrettoCryptoProvider: tens of thousands"
                                    + " a second");
        }
    }

    @Test
    void configuredProviderIsNotLogged() {
        try (LogCapture log = new LogCapture(ProviderHint.class)) {
            DpopProofFactory.withProvider(new DpopNonces(), "jdk", Clock.systemUTC());
            DpopProofFactory.withProvider(new DpopNonces(), "accp", Clock.systemUTC());
            new DpopProofFactory();
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void slowJdkIsLoggedWithTheDependencyThatHelps() {
        assertThat(ProviderHint.text(null, 17))
                .startsWith("DPoP proofs are signed by the JDK: about 2,000 a second on each processor.")
                .contains("about 30 times as fast", "software.amazon.cryptools:AmazonCorrettoCryptoProvider");
        assertThat(ProviderHint.text(null, 25)).contains("about 8,000 a second", "about 8 times as fast");
    }
}
