package dev.idiolect.oauth.session.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EventDeliveryTest {

    @Test
    void undeclaredExceptionOfAListenerIsLogged() {
        SessionListener sneaky =
                event -> EventDeliveryTest.<RuntimeException>sneak(new IOException("failure of the listener"));
        SignedOut event = new SignedOut("did:plc:ewvi7nxzyoun6zhxrhs64oiz", true);
        try (LogCapture log = new LogCapture(EventDelivery.class)) {
            assertThatCode(() -> EventDelivery.deliver(sneaky, event)).doesNotThrowAnyException();
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("session listener failed", event.did(), "failure of the listener");
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception failure) throws E {
        throw (E) failure;
    }
}
