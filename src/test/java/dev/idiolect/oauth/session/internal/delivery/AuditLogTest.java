package dev.idiolect.oauth.session.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.AccountMoved;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.HandleChanged;
import dev.idiolect.oauth.session.RefreshFailed;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionEnding;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SessionRefreshed;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.LogCapture;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit log has one line for each event. */
class AuditLogTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

    private static final Map<SessionEvent, String> LINES = Map.of(
            new SignedIn(DID, "alice.example.com", "https://pds.example.com"),
            "event=signed-in did=DID handle=\"alice.example.com\" pds=\"https://pds.example.com\"",
            new SignedOut(DID, false),
            "event=signed-out did=DID revoked=false",
            new SessionRefreshed(DID, TIME),
            "event=session-refreshed did=DID expiresAt=2026-11-23T10:00:00Z",
            new RefreshFailed(DID, true, "no response"),
            "event=refresh-failed did=DID transient=true details=\"no response\"",
            new SessionEnding(DID, TIME),
            "event=session-ending did=DID endsAt=2026-11-23T10:00:00Z",
            new SessionEnded(DID, EndReason.MOVED, "moved"),
            "event=session-ended did=DID reason=MOVED details=\"moved\"",
            new AccountMoved(DID, "https://old.example.com", "https://new.example.com"),
            "event=account-moved did=DID from=\"https://old.example.com\" to=\"https://new.example.com\"",
            new HandleChanged(DID, null, "new.example.com"),
            "event=handle-changed did=DID to=\"new.example.com\"",
            new RevocationFailed(DID, "HTTP 500"),
            "event=revocation-failed did=DID details=\"HTTP 500\"");

    @Test
    void eachTypeOfEventHasItsLine() {
        assertThat(LINES.keySet().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(SessionEvent.class.getPermittedSubclasses());
        LINES.forEach((event, line) -> assertThat(logged(event)).contains(line.replace("DID", DID)));
    }

    @Test
    void textOfAServerAddsNoLineOrField() {
        String details = "x\" did=other\nevent=signed-in \u2028{0}";
        assertThat(logged(new RefreshFailed(DID, true, details)))
                .contains("details=\"x' did=other?event=signed-in ?{0}\"");
    }

    @Test
    void failingListenerDoesNotPreventTheLine() {
        SessionListener failing = event -> {
            throw new IllegalStateException("listener");
        };
        assertThat(logged(failing, new SignedOut(DID, true))).contains("event=signed-out");
    }

    private static String logged(SessionEvent event) {
        return logged(SessionListener.none(), event);
    }

    private static String logged(SessionListener listener, SessionEvent event) {
        try (LogCapture log = LogCapture.ofEverything(AuditLog.CATEGORY)) {
            EventDelivery.deliver(listener, event);
            assertThat(log.messages()).hasSize(1);
            return log.messages().get(0);
        }
    }
}
