package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.idiolect.oauth.store.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a listener does is no concern of whoever tells it. */
class SessionListenerTest {

    @Test
    void whatItThrowsIsLoggedThoughNobodyDeclaredIt() {
        SessionListener sneaky = event -> SessionListenerTest.<RuntimeException>sneak(new IOException("its own fault"));
        try (LogCapture log = new LogCapture(SessionListener.class)) {
            assertThatCode(() -> sneaky.tell(new SignedOut("did:plc:ewvi7nxzyoun6zhxrhs64oiz", true)))
                    .doesNotThrowAnyException();
            assertThat(log.messages()).singleElement().asString().contains("A listener failed", "its own fault");
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception failure) throws E {
        throw (E) failure;
    }
}
