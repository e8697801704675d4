package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many writers of one account, with access tokens that expire after two seconds and nonces that change every second: each write
 * succeeds once, none fails, and the session is valid at the end.
 */
class ManyWritersIT {

    /** The number of records of an account. It is larger with {@code -Dwriters.long=true}. */
    private static final int RECORDS = Boolean.getBoolean("writers.long") ? 500 : 250;

    private static RealPds pds;
    private static RealPds otherPds;
    private static int accounts;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        Map<String, String> shortLived = Map.of(RealPds.ACCESS_TOKEN_TTL_MS, "2000", RealPds.DPOP_ROTATION_MS, "1000");
        pds = RealPds.start(shortLived);
        otherPds = RealPds.start(shortLived);
    }

    @AfterAll
    static void stop() {
        pds.close();
        otherPds.close();
    }

    @Test
    void sixteenThreadsWriteEachRecordOnce() throws Exception {
        try (TestApp app = TestApp.start(Map.of(), Writers.Application.class)) {
            OAuthSession session = login(pds, app.get(OAuthTokenStore.class));
            Writers.write(app.get(Writers.Application.class).repo, session.did(), 16, 0, RECORDS);
            assertLandedOnce(pds, session.did(), RECORDS);
            OAuthSession last =
                    app.get(OAuthTokenStore.class).load(session.did()).orElseThrow();
            assertThat(last.refreshJwt()).as("was refreshed").isNotEqualTo(session.refreshJwt());
            assertAlive(pds, app.get(SessionRefresher.class).refresh(session.did()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "filesystem"})
    void twoProcessesWithOneStoreWriteEachRecordOnce(String store) throws Exception {
        Path path = directory.resolve("sessions");
        OAuthSession session = login(pds, store, path);
        List<Process> writers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                writers.add(writer(store, path, session.did(), i * RECORDS / 2, RECORDS / 2));
            }
            for (int i = 0; i < 2; i++) {
                assertThat(writers.get(i).waitFor(240, TimeUnit.SECONDS))
                        .as("ends in time")
                        .isTrue();
                assertThat(writers.get(i).exitValue()).as(() -> log()).isZero();
            }
        } finally {
            writers.forEach(Process::destroyForcibly);
        }
        assertLandedOnce(pds, session.did(), RECORDS);
        try (TestApp app =
                TestApp.start(Map.of("idiolect.oauth.store", store, "idiolect.oauth.store.path", path.toString()))) {
            OAuthSession last =
                    app.get(OAuthTokenStore.class).load(session.did()).orElseThrow();
            assertThat(last.refreshJwt()).as("was refreshed").isNotEqualTo(session.refreshJwt());
            assertAlive(pds, app.get(SessionRefresher.class).refresh(session.did()));
        }
    }

    @Test
    void twoAccountsOnTwoServersNeverMix() throws Exception {
        try (TestApp app = TestApp.start(Map.of(), Writers.Application.class)) {
            OAuthSession here = login(pds, app.get(OAuthTokenStore.class));
            OAuthSession there = login(otherPds, app.get(OAuthTokenStore.class));
            RepoClient repo = app.get(Writers.Application.class).repo;
            CompletableFuture<Void> first = OwnThread.run(() -> write(repo, here.did()));
            CompletableFuture<Void> second = OwnThread.run(() -> write(repo, there.did()));
            CompletableFuture.allOf(first, second).get(240, TimeUnit.SECONDS);
            assertLandedOnce(pds, here.did(), 100);
            assertLandedOnce(otherPds, there.did(), 100);
            assertAlive(pds, app.get(SessionRefresher.class).refresh(here.did()));
            assertAlive(otherPds, app.get(SessionRefresher.class).refresh(there.did()));
        }
    }

    private static void write(RepoClient repo, String did) {
        try {
            Writers.write(repo, did, 8, 0, 100);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static OAuthSession login(RealPds pds, OAuthTokenStore store) {
        TestAccount account = pds.createAccount("writers" + accounts++ + ".test", "hunter2-writers");
        return PdsLogin.login(pds, account, store);
    }

    private static OAuthSession login(RealPds pds, String store, Path path) {
        if (store.equals("sqlite")) {
            try (SqliteOAuthTokenStore opened = SqliteOAuthTokenStore.open(path)) {
                return login(pds, opened);
            }
        }
        try (FilesystemOAuthTokenStore opened = FilesystemOAuthTokenStore.open(path)) {
            return login(pds, opened);
        }
    }

    private Process writer(String store, Path path, String did, int first, int count) throws Exception {
        List<String> command = QuickJvm.command();
        command.addAll(List.of(
                Writers.class.getName(),
                store,
                path.toString(),
                did,
                "8",
                String.valueOf(first),
                String.valueOf(count)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
                .start();
    }

    private File logFile() {
        return directory.resolve("writers.log").toFile();
    }

    private String log() {
        try {
            return Files.readString(logFile().toPath());
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static void assertLandedOnce(RealPds pds, String did, int count) {
        List<Integer> numbers = new PdsInspector(pds.pdsUrl())
                .listRecords(did, Note.COLLECTION).stream()
                        .map(record -> record.getJsonObject("value").getInt("number"))
                        .toList();
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
    }

    private static void assertAlive(RealPds pds, OAuthSession session) {
        assertThat(new PdsInspector(pds.pdsUrl()).isAlive(session)).as("alive").isTrue();
    }
}
