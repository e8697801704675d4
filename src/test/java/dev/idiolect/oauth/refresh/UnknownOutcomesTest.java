package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that never respond can make the library remember little, and no token. */
class UnknownOutcomesTest {

    private final UnknownOutcomes outcomes = new UnknownOutcomes();

    private void lose(OAuthSession session) {
        outcomes.failed(session, RefreshException.transientFailure(session.did(), "no response", null, null), () -> {});
    }

    private EndReason reason(OAuthSession session) {
        ReauthenticationRequiredException refused =
                ReauthenticationRequiredException.of(session.did(), EndReason.REFUSED, "replayed");
        return outcomes.explain(session, refused, () -> {}).reason();
    }

    private static OAuthSession session(int number) {
        return TestSessions.full("did:plc:a" + number);
    }

    @Test
    void lostResponseExplainsTheEnd() {
        lose(session(1));
        assertThat(reason(session(1))).isEqualTo(EndReason.RESPONSE_LOST);
        assertThat(reason(session(1))).isEqualTo(EndReason.REFUSED);
    }

    @Test
    void otherTokenIsNotExplained() {
        lose(session(1));
        assertThat(reason(session(1).toBuilder().refreshJwt("another").build())).isEqualTo(EndReason.REFUSED);
    }

    @Test
    void numberOfLostResponsesIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            lose(session(i));
        }
        assertThat(reason(session(0))).isEqualTo(EndReason.REFUSED);
        assertThat(reason(session(19_999))).isEqualTo(EndReason.RESPONSE_LOST);
    }

    @Test
    void tokenIsNotKept() throws Exception {
        OAuthSession session = session(1);
        lose(session);
        Deque<Object> open = new ArrayDeque<>();
        for (Field field : UnknownOutcomes.class.getDeclaredFields()) {
            if (field.trySetAccessible()) {
                open.add(String.valueOf(field.get(outcomes)));
                open.add(field.get(outcomes));
            }
        }
        while (!open.isEmpty()) {
            Object next = open.pop();
            assertThat(next.toString()).doesNotContain(session.refreshJwt());
            if (next instanceof Map<?, ?> map) {
                open.addAll((Collection<?>) map.values());
            }
        }
    }
}
