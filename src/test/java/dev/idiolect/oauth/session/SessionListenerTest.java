package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a listener does is no concern of whoever tells it. */
class SessionListenerTest {

    @Test
    void whatItThrowsIsLoggedThoughNobodyDeclaredIt() {
        SessionListener sneaky = event -> SessionListenerTest.<RuntimeException>sneak(new IOException("its own fault"));
        assertThatCode(() -> sneaky.tell(new SignedOut("did:plc:ewvi7nxzyoun6zhxrhs64oiz", true)))
                .doesNotThrowAnyException();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception failure) throws E {
        throw (E) failure;
    }
}
