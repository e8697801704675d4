package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that is paused or killed during a refresh, and a second host with the same database. */
class HostFaultsIT extends RefreshFixture {

    private static final Duration AFTER_THE_LEASE = Duration.ofSeconds(46);
    private static final Duration AFTER_THE_PERMIT = Duration.ofMinutes(10);

    private final Gate gate = new Gate();
    private String schema;
    private OAuthTokenStore database;
    private SessionRefresher second;
    private OAuthSession session;
    private Process first;

    @BeforeEach
    void start() throws Exception {
        schema = PostgreSql.newSchema();
        String url = PostgreSql.url(schema);
        database = RefreshMain.open(url);
        second = newHost();
        session = fake.session(DID);
        database.save(session);
        database.save(fake.session(ANOTHER));
        first = RefreshAcrossProcessesIT.start(url);
        assertThat(first.inputReader().readLine()).isEqualTo("ready");
    }

    private SessionRefresher newHost() {
        return SessionRefresher.builder(database, refresher(PATIENT)).build();
    }

    @AfterEach
    void stop() throws Exception {
        gate.open();
        first.destroyForcibly().waitFor();
        ((AutoCloseable) database).close();
    }

    @Test
    void hostPausedBeforeThePermitSendsNothing() throws Exception {
        refreshUntil(AUTHORIZATION_SERVER, Faults.hold(gate));
        signal("STOP");
        pass(AFTER_THE_LEASE);
        OAuthSession refreshed = second.renew(session);
        gate.open();
        signal("CONT");
        assertThat(first.inputReader().readLine()).isEqualTo(refreshed.refreshJwt());
        assertStored(refreshed.refreshJwt());
        assertThat(fake.refreshes()).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void hostPausedAfterThePermitFinishesItsRefresh() throws Exception {
        assertFinishesItsRefresh(Faults.hold(gate));
    }

    @Test
    void hostPausedAfterTheResponseFinishesItsRefresh() throws Exception {
        assertFinishesItsRefresh(Faults.holdResponse(gate));
    }

    private void assertFinishesItsRefresh(Fault fault) throws Exception {
        refreshUntil(TOKEN, fault);
        signal("STOP");
        pass(AFTER_THE_LEASE);
        assertOutcomeIsUnknown();
        gate.open();
        signal("CONT");
        assertStored(first.inputReader().readLine());
        assertThat(second.renew(session)).isEqualTo(database.load(DID).orElseThrow());
        assertThat(fake.refreshes()).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void hostKilledBeforeThePermitLosesNothing() throws Exception {
        refreshUntil(AUTHORIZATION_SERVER, Faults.hold(gate));
        kill();
        pass(AFTER_THE_LEASE);
        assertStored(second.renew(session).refreshJwt());
        assertOthersAreUnharmed();
        fake.assertNoViolations();
    }

    @Test
    void hostKilledBeforeTheServerUsedTheTokenLosesNothing() throws Exception {
        refreshUntil(TOKEN, call -> {
            gate.pass();
            return Faults.cutConnection().apply(call);
        });
        kill();
        pass(AFTER_THE_LEASE);
        assertOutcomeIsUnknown();
        assertOthersAreUnharmed();
        pass(AFTER_THE_PERMIT);
        assertStored(newHost().renew(session).refreshJwt());
        fake.assertNoViolations();
    }

    @Test
    void hostKilledAfterTheResponseLosesThatSessionOnly() throws Exception {
        refreshUntil(TOKEN, Faults.holdResponse(gate));
        kill();
        pass(AFTER_THE_LEASE);
        assertOutcomeIsUnknown();
        assertOthersAreUnharmed();
        pass(AFTER_THE_PERMIT);
        assertThat(ended(() -> newHost().renew(session)).reason()).isEqualTo(EndReason.RESPONSE_LOST);
        assertOthersAreUnharmed();
    }

    /** Lets the first host refresh the session, and waits until its request is at the gate. */
    private void refreshUntil(String path, Fault fault) throws IOException {
        if (path.equals(TOKEN)) {
            // The server first asks the new process for a nonce.
            fake.fail(TOKEN, call -> call.process().get());
        }
        fake.fail(path, fault);
        first.getOutputStream().write(1);
        first.getOutputStream().flush();
        gate.awaitArrival();
    }

    private void kill() throws Exception {
        signal("KILL");
        first.waitFor();
        gate.open();
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(first.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void pass(Duration time) throws Exception {
        PostgreSql.ageLeases(schema, time);
    }

    private void assertOutcomeIsUnknown() {
        assertThat(transientFailure(() -> second.renew(session)))
                .rootCause()
                .hasMessageContaining("The outcome of a refresh of " + DID + " is unknown");
        assertThat(second.refreshIfNeeded(DID)).isEqualTo(session);
    }

    private void assertOthersAreUnharmed() {
        assertThat(second.refresh(ANOTHER).refreshJwt()).startsWith("ref-");
    }

    private void assertStored(String refreshJwt) {
        assertThat(database.load(DID).orElseThrow().refreshJwt()).isEqualTo(refreshJwt);
    }
}
