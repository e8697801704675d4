package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many sessions, many processes. */
class StoreLoadIT {

    private static final String ALICE = "did:plc:alice";

    private static final int SESSIONS = 10_000;
    private static final int THREADS = 32;

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void tenThousandSessionsAreSavedAndListed(Kind kind) throws Exception {
        List<OAuthSession> sessions = IntStream.range(0, SESSIONS)
                .mapToObj(i -> TestSessions.full(String.format("did:plc:account%05d", i)))
                .toList();
        OAuthTokenStore store = kind.open(root.resolve("store"));
        try (Crowd crowd = new Crowd(THREADS)) {
            long start = System.nanoTime();
            crowd.run(thread -> share(sessions, thread).forEach(store::save));
            long saved = System.nanoTime();
            crowd.run(thread -> share(sessions, thread)
                    .forEach(session -> assertThat(store.load(session.did())).contains(session)));
            long loaded = System.nanoTime();
            assertThat(store.listDids())
                    .isEqualTo(sessions.stream().map(OAuthSession::did).toList());
            long listed = System.nanoTime();
            System.out.printf(
                    "%s, %d sessions: saved in %d ms, loaded in %d ms, listed in %d ms%n",
                    kind,
                    SESSIONS,
                    (saved - start) / 1_000_000,
                    (loaded - saved) / 1_000_000,
                    (listed - loaded) / 1_000_000);
        }
        Kind.close(store);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void concurrentProcessesLeaveACompleteSession(Kind kind) throws Exception {
        Path path = root.resolve("store");
        List<StoreProcess> processes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            processes.add(StoreProcess.start(kind, path, "save", ALICE, i * 1000, 150));
        }
        StoreProcess.runTogether(processes);
        OAuthTokenStore store = kind.open(path);
        OAuthSession last = store.load(ALICE).orElseThrow();
        LibraryStoreContract.assertWhole(last);
        assertThat(LibraryStoreContract.versionOf(last) % 1000).isEqualTo(149);
        Kind.close(store);
    }

    private static List<OAuthSession> share(List<OAuthSession> sessions, int thread) {
        return IntStream.range(0, SESSIONS)
                .filter(i -> i % THREADS == thread)
                .mapToObj(sessions::get)
                .toList();
    }
}
