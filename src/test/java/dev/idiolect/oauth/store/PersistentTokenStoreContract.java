package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.internal.ClosedStoreException;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores that outlive their process and are shared by several. */
public abstract class PersistentTokenStoreContract extends LibraryStoreContract {

    @TempDir
    protected Path root;

    protected abstract Kind kind();

    protected abstract Path path();

    @Override
    protected OAuthTokenStore open() {
        return kind().open(path(), Duration.ofSeconds(5));
    }

    @Test
    void reopeningFindsTheSessions() throws Exception {
        store.save(TestSessions.full(ALICE));
        closeStore();
        openStore();
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
    }

    @Test
    void useAfterCloseIsAClearError() throws Exception {
        closeStore();
        closeStore();
        List<Runnable> uses = List.of(
                () -> store.load(ALICE),
                () -> store.save(TestSessions.full(ALICE)),
                () -> store.delete(ALICE),
                () -> store.listDids(),
                () -> store.lock(ALICE, SHORT));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasCauseInstanceOf(ClosedStoreException.class)
                    .hasMessageContaining("closed")
                    .hasMessageContaining(path().toString());
        }
    }

    @Test
    void closeLetsTheLockHolderSave() throws Exception {
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        assertThat(held.remainsValidFor(LONG)).isTrue();
        CountDownLatch closed = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            try {
                closeStore();
                closed.countDown();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        closer.start();
        await().untilAsserted(() ->
                assertThatThrownBy(() -> store.lock(BOB, Duration.ZERO).close()).isInstanceOf(StoreException.class));
        assertThat(held.remainsValidFor(ProcessLocks.CLOSE_PATIENCE)).isFalse();
        assertThat(held.remainsValidFor(Duration.ZERO)).isTrue();
        store.save(TestSessions.full(ALICE));
        assertThat(closed.getCount()).isOne();
        held.close();
        closer.join(10_000);
        assertThat(closed.getCount()).isZero();
        openStore();
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
    }

    @Test
    void lockOfAClosedStoreIsInvalidAndCanBeReleased() throws Exception {
        OAuthTokenStore impatient = kind().open(path(), Duration.ofMillis(50));
        SessionLock held = impatient.lock(ALICE, Duration.ZERO);
        Kind.close(impatient);
        assertThat(held.remainsValidFor(Duration.ZERO)).isFalse();
        held.close();
        store.lock(ALICE, Duration.ZERO).close();
    }

    @Test
    void interruptEndsTheWaitForALockOfAnotherStore() throws Exception {
        OAuthTokenStore other = open();
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                other.lock(ALICE, LONG).close();
            } catch (StoreException e) {
                thrown.set(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        waiter.join(10_000);
        assertThat(thrown.get()).isInstanceOf(StoreException.class).hasMessageContaining("Interrupted");
        assertThat(lockSeenByAnotherProcess()).isEqualTo("held");
        held.close();
        assertThat(lockSeenByAnotherProcess()).isEqualTo("free");
        Kind.close(other);
    }

    @Test
    void closingAStoreKeepsTheLocksOfAnotherInTheJvm() throws Exception {
        OAuthTokenStore other = kind().open(path(), SHORT);
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        Kind.close(other);
        assertThat(lockSeenByAnotherProcess()).isEqualTo("held");
        held.close();
        assertThat(lockSeenByAnotherProcess()).isEqualTo("free");
    }

    @Test
    void twoApplicationsInOneJvmExcludeEachOther() throws Exception {
        try (Application application = Application.withLibrary();
                AutoCloseable other = application.open(kind(), path())) {
            SessionLock held = store.lock(ALICE, Duration.ZERO);
            assertThatThrownBy(() -> application.lock(other, ALICE, SHORT)).hasMessageContaining("Timed out");
            held.close();
            AutoCloseable theirs = application.lock(other, ALICE, Duration.ZERO);
            assertThatThrownBy(() -> store.lock(ALICE, SHORT)).hasMessageContaining("Timed out");
            theirs.close();
        }
    }

    @Test
    void stoppedApplicationKeepsTheLocksOfAnother() throws Exception {
        SessionLock held;
        try (Application application = Application.withLibrary()) {
            AutoCloseable other = application.open(kind(), path());
            held = store.lock(ALICE, Duration.ZERO);
            Thread ending = new Thread(() -> {
                try {
                    other.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            ending.start();
            await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
            assertThat(lockSeenByAnotherProcess()).isEqualTo("held");
            held.close();
            ending.join(10_000);
            assertThat(ending.isAlive()).isFalse();
        }
        held = store.lock(ALICE, Duration.ZERO);
        assertThat(lockSeenByAnotherProcess()).isEqualTo("held");
        held.close();
    }

    @Test
    void deletedLockFileIsCreatedAgain() throws Exception {
        store.lock(ALICE, Duration.ZERO).close();
        Files.delete(kind().lockFile(path()));
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        assertThat(lockSeenByAnotherProcess()).isEqualTo("held");
        held.close();
        assertThat(lockSeenByAnotherProcess()).isEqualTo("free");
    }

    @Test
    void onlyOneProcessHoldsALock() throws Exception {
        Path counter = Files.writeString(root.resolve("counter"), "0");
        List<StoreProcess> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(StoreProcess.start(kind(), path(), "count", ALICE, counter, 30));
        }
        StoreProcess.runTogether(processes);
        assertThat(counter).hasContent("90");
    }

    @Test
    void killedProcessReleasesItsLock() throws Exception {
        try (StoreProcess holder = StoreProcess.start(kind(), path(), "hold", ALICE)) {
            holder.expect("locked");
            assertThatThrownBy(() -> store.lock(ALICE, SHORT)).isInstanceOf(StoreException.class);
            holder.kill();
            store.lock(ALICE, Duration.ZERO).close();
        }
    }

    private String lockSeenByAnotherProcess() throws IOException {
        try (StoreProcess process = StoreProcess.start(kind(), path(), "try", ALICE)) {
            return process.line();
        }
    }

    /** Returns the modes of all files in a directory. */
    public static Map<String, String> modes(Path directory) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                String name = directory.relativize(path).toString();
                modes.put(
                        name.isEmpty() ? "." : name,
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return modes;
    }
}
