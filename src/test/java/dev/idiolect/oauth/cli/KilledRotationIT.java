package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills rotations of encryption keys at random points, and repeats them. */
@Timeout(600)
class KilledRotationIT {

    private static final int KILLS = 20;
    private static final List<String> DIDS =
            IntStream.range(0, 100).mapToObj(i -> "did:plc:user" + i).toList();

    @TempDir
    private Path root;

    private final Random random = new Random();

    @Test
    void everyFileStaysReadable() throws Exception {
        Path path = root.resolve("sessions");
        killAndRepeat(path, "filesystem", keys -> FilesystemOAuthTokenStore.open(path, keys));
        assertThat(FilesystemOAuthTokenStore.check(path, keys()).encryption()).hasSize(1);
    }

    @Test
    void everyRowStaysReadable() throws Exception {
        Path path = root.resolve("sessions.db");
        killAndRepeat(path, "sqlite", keys -> SqliteOAuthTokenStore.open(path, keys));
        assertThat(SqliteOAuthTokenStore.check(path, keys()).encryption()).hasSize(1);
    }

    private interface Opening {
        OAuthTokenStore open(KeySource keys);
    }

    private Path keyFile() {
        return root.resolve("keys.json");
    }

    private KeySource keys() {
        return KeySource.file(keyFile());
    }

    private void killAndRepeat(Path path, String kind, Opening opening) throws Exception {
        KeyFiles.create(keyFile(), NewKeys.set("first"));
        use(opening, store -> DIDS.forEach(did -> store.save(TestSessions.full(did))));
        long started = System.nanoTime();
        assertThat(rotate(path, kind).waitFor()).isZero();
        long whole = System.nanoTime() - started;
        int interrupted = 0;
        for (int i = 0; i < KILLS; i++) {
            Process rotation = rotate(path, kind);
            // Random, in the second half: the first one starts the JVM.
            long delay = whole / 2 + (long) (random.nextDouble() * whole / 2);
            boolean ended = rotation.waitFor(delay, TimeUnit.NANOSECONDS);
            rotation.destroyForcibly().waitFor();
            interrupted += ended ? 0 : 1;
            use(
                    opening,
                    store -> DIDS.forEach(did -> assertThat(store.load(did)).contains(TestSessions.full(did))));
        }
        assertThat(interrupted).as("kills before the end").isPositive();
        assertThat(rotate(path, kind).waitFor()).isZero();
        use(opening, store -> assertThat(store.listDids()).containsExactlyInAnyOrderElementsOf(DIDS));
    }

    private interface Use {
        void of(OAuthTokenStore store);
    }

    private void use(Opening opening, Use use) throws Exception {
        OAuthTokenStore store = opening.open(keys());
        try {
            use.of(store);
        } finally {
            ((AutoCloseable) store).close();
        }
    }

    private Process rotate(Path path, String kind) throws IOException {
        List<String> command = QuickJvm.command();
        command.add(Idiolect.class.getName());
        command.addAll(List.of("oauth", "keys", "rotate", "--store", kind, "--path", path.toString()));
        command.addAll(List.of("--encryption-keys", keyFile().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(root, "rotate", ".log").toFile())
                .start();
    }
}
