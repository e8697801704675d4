package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log tells the operator why a server rejects the client, and repeats no secret from the request. */
class RejectionLogTest extends EndpointFixture {

    private static final Logger LOGGER = Logger.getLogger("dev.idiolect.oauth.internal.endpoint.TokenEndpointClient");

    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    private static Fault rejection(String error, String description) {
        return call -> FakeResponse.oauthError(400, error, description);
    }

    private List<String> warnings() {
        return records.stream()
                .filter(record -> record.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void reasonOfRejectedClientIsLogged() {
        String reason = "Unable to obtain client metadata for \"" + client.clientId() + "\"";
        fake.fail(FakePds.PAR, rejection("invalid_client_metadata", reason));
        assertThat(catchThrowable(() -> flow.begin(DID))).isNotNull();
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("IDOA-0412: " + fake.issuer() + " returned HTTP 400 invalid_client_metadata: "
                        + reason.substring(0, 60));
    }

    @Test
    void rejectionOfASessionsTokenIsNotLogged() {
        OAuthSession session = fake.session(DID);
        store.save(session);
        Fault echo = call -> FakeResponse.oauthError(
                400, "invalid_request", "bad " + session.refreshJwt().substring(0, 12) + "...");
        fake.fail(FakePds.TOKEN, echo);
        assertThat(catchThrowable(() -> refresher().refresh(session))).isNotNull();
        assertThat(records).isEmpty();
    }

    @Test
    void endedSessionIsNoWarning() {
        fake.fail(FakePds.TOKEN, rejection("invalid_grant", "Session expired"));
        assertThat(catchThrowable(() -> refresher().refresh(fake.session(DID)))).isNotNull();
        assertThat(warnings()).isEmpty();
    }
}
