package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.AccountMove;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestAccount;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account that moves from one real PDS to another, each its own authorization server, while an application uses it. */
@Timeout(180)
class MovedAccountIT {

    /** An application that notes the sessions that end. */
    @ApplicationScoped
    static class Ends {

        final List<SessionEnded> events = new CopyOnWriteArrayList<>();

        List<SessionEnded> events() {
            return events;
        }

        void onEnd(@Observes SessionEnded end) {
            events.add(end);
        }
    }

    private static AccountMove servers;
    private static int accounts;

    private TestApp app;
    private TestAccount account;
    private RepoClient repo;

    @BeforeAll
    static void start() {
        servers = AccountMove.start(Map.of(RealPds.ACCESS_TOKEN_TTL_MS, "3000"));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void startApp() {
        account = servers.from().createAccount("mover" + accounts++ + ".test", "hunter2-mover");
        app = TestApp.start(
                Map.of(
                        "idiolect.oauth.store",
                        "memory",
                        "idiolect.oauth.development",
                        "true",
                        "idiolect.oauth.plc-url",
                        servers.from().plcUrl(),
                        "idiolect.oauth.handle-resolver",
                        servers.from().pdsUrl()),
                Writers.Application.class,
                Ends.class);
        repo = app.get(Writers.Application.class).repo;
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    private RecordRef write(int number) {
        return repo.createRecord(CreateRecord.of(account.did(), Note.COLLECTION, Note.of("note " + number, number)));
    }

    /** Writes a note, and looks for the account's new server if the old one has deactivated the account. */
    private boolean writes(int number) {
        try {
            write(number);
            return true;
        } catch (XrpcException atOldServer) {
            assertThat(atOldServer.error()).contains("AccountDeactivated");
            SessionRefresher refresher = app.get(SessionRefresher.class);
            refresher.renew(refresher.get(account.did()));
            return false;
        }
    }

    private int notesAt(RealPds pds) {
        return new PdsInspector(pds.pdsUrl())
                .listRecords(account.did(), Note.COLLECTION)
                .size();
    }

    private void assertMoved(ReauthenticationRequiredException end) {
        assertThat(end)
                .hasMessageContaining("the account moved to " + servers.to().pdsUrl())
                .hasMessageContaining("the user must sign in again");
        assertThat(app.get(Ends.class).events())
                .singleElement()
                .satisfies(event -> assertThat(event.did()).isEqualTo(account.did()));
    }

    @Test
    void writerIsToldToSignInAgainAndGoesOnAfterIt() throws Exception {
        OAuthTokenStore store = app.get(OAuthTokenStore.class);
        PdsLogin.login(servers.from(), account, store);
        CountDownLatch written = new CountDownLatch(3);
        CompletableFuture<Integer> writer = OwnThread.supply(() -> {
            int number = 0;
            try {
                while (true) {
                    if (writes(number)) {
                        number++;
                        written.countDown();
                    }
                }
            } catch (ReauthenticationRequiredException end) {
                assertMoved(end);
                return number;
            }
        });
        assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
        servers.move(account);
        int notes = writer.get(60, TimeUnit.SECONDS);
        assertThat(servers.to().stderr().lines())
                .as("requests to the new server")
                .contains("POST /xrpc/com.atproto.repo.importRepo Bearer")
                .noneMatch(line -> line.endsWith(" DPoP") || line.contains("/oauth/token"));
        OAuthSession again = PdsLogin.login(servers.to(), account, store);
        assertThat(again.pdsUrl()).isEqualTo(servers.to().pdsUrl());
        int before = notesAt(servers.to());
        assertThat(before).as("notes that moved along").isPositive();
        write(notes);
        assertThat(notesAt(servers.to())).isEqualTo(before + 1);
    }

    @Test
    void appPasswordSessionEndsAtOldServer() {
        OAuthSession session = PdsLogin.appPasswordLogin(servers.from(), account, app.get(OAuthTokenStore.class));
        write(0);
        servers.move(account);
        String[] requests = servers.to().stderr().lines().toArray(String[]::new);
        assertThatThrownBy(() -> app.get(SessionRefresher.class).renew(session))
                .isInstanceOfSatisfying(ReauthenticationRequiredException.class, this::assertMoved);
        assertThat(servers.to().stderr().lines()).containsExactly(requests);
    }
}
