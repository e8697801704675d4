package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.AccountMove;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** An application that writes for an account with {@link RepoClient} while the account moves from one real PDS to another. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MovedAccountFixture {

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

    private AccountMove servers;
    private int accounts;
    private TestApp app;
    TestAccount account;

    abstract AccountMove startServers();

    @BeforeAll
    void start() {
        servers = startServers();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @BeforeEach
    void startApp() {
        account = from().createAccount("mover" + accounts++ + ".test", "hunter2-mover");
        app = TestApp.start(
                Map.of(
                        "idiolect.oauth.store",
                        "memory",
                        "idiolect.oauth.development",
                        "true",
                        "idiolect.oauth.plc-url",
                        from().plcUrl(),
                        "idiolect.oauth.handle-resolver",
                        from().pdsUrl()),
                Writers.Application.class,
                Ends.class);
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    final RealPds from() {
        return servers.from();
    }

    final RealPds to() {
        return servers.to();
    }

    final void move() {
        servers.move(account);
    }

    final OAuthTokenStore store() {
        return app.get(OAuthTokenStore.class);
    }

    final List<SessionEnded> ends() {
        return app.get(Ends.class).events();
    }

    final RecordRef write(int number) {
        return app.get(Writers.Application.class)
                .repo
                .createRecord(CreateRecord.of(account.did(), Note.COLLECTION, Note.of("note " + number, number)));
    }

    /** Writes in a loop; moves the account after some writes, and ends after some more. Signs in again when the loop is told to. */
    final void writeWhileItMoves(Consumer<ReauthenticationRequiredException> signIn) throws Exception {
        CountDownLatch before = new CountDownLatch(3);
        CountDownLatch moved = new CountDownLatch(1);
        CompletableFuture<Void> writer = OwnThread.run(() -> {
            int after = 0;
            for (int number = 0; after < 5; number++) {
                boolean isMoved = moved.getCount() == 0;
                try {
                    write(number);
                    before.countDown();
                    after += isMoved ? 1 : 0;
                } catch (ReauthenticationRequiredException end) {
                    signIn.accept(end);
                }
            }
        });
        CompletableFuture.anyOf(OwnThread.run(() -> await(before)), writer).get(60, TimeUnit.SECONDS);
        move();
        moved.countDown();
        writer.get(60, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final int notesAt(RealPds pds) {
        return new PdsInspector(pds.pdsUrl())
                .listRecords(account.did(), Note.COLLECTION)
                .size();
    }

    /** Returns the requests with a token, and those for one, that a PDS has received last. */
    static List<String> tokens(RealPds pds) {
        return pds.stderr()
                .lines()
                .filter(line -> line.endsWith(" DPoP") || line.contains("/oauth/token"))
                .toList();
    }
}
