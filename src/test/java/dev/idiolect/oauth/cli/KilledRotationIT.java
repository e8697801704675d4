package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills rotations of encryption keys at random points, and repeats them. */
@Timeout(600)
class KilledRotationIT {

    /** The number of kills. It is larger with {@code -Dkills.long=true}. */
    private static final int KILLS = Boolean.getBoolean("kills.long") ? 200 : 20;

    private static final List<OAuthSession> SESSIONS = IntStream.range(0, 100)
            .mapToObj(i -> TestSessions.full("did:plc:user" + i))
            .toList();

    @TempDir
    private Path root;

    @Test
    void everyFileStaysReadable() throws Exception {
        Path path = root.resolve("sessions");
        killAndRepeat(
                rotations("filesystem", "--path", path.toString()), keys -> FilesystemOAuthTokenStore.open(path, keys));
        assertThat(FilesystemOAuthTokenStore.check(path, keys()).encryption()).hasSize(1);
    }

    @Test
    void everyRowStaysReadable() throws Exception {
        Path path = root.resolve("sessions.db");
        killAndRepeat(rotations("sqlite", "--path", path.toString()), keys -> SqliteOAuthTokenStore.open(path, keys));
        assertThat(SqliteOAuthTokenStore.check(path, keys()).encryption()).hasSize(1);
    }

    /** A host that refreshes sessions at the same time loses no tokens either. */
    @Test
    void everyRowOfTheServerStaysReadable() throws Exception {
        String schema = PostgreSql.newSchema();
        Opening opening = keys -> JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(keys)
                .open();
        String url = PostgreSql.url("public") + "&user=postgres";
        create(opening);
        OAuthTokenStore store = opening.open(keys());
        try (Rotations rotations = rotations("jdbc", "--store-url", url, "--store-schema", schema);
                RefreshingHost host = new RefreshingHost(store, SESSIONS)) {
            rotations.run();
            int interrupted = 0;
            for (int i = 0; i < KILLS; i++) {
                interrupted += rotations.kill() ? 1 : 0;
                host.pausedFor(newest -> {
                    use(
                            opening,
                            fresh -> newest.forEach((did, session) ->
                                    assertThat(fresh.load(did)).contains(session)));
                    // The next rotation does not wait for the lease of the killed one.
                    PostgreSql.ageLeases(schema, Duration.ofMinutes(1));
                });
            }
            assertThat(interrupted).as("kills before the end").isPositive();
            assertThat(host.refreshes()).isGreaterThan(KILLS);
            host.stop();
            rotations.run();
            host.pausedFor(newest -> use(
                    opening,
                    fresh -> newest.forEach(
                            (did, session) -> assertThat(fresh.load(did)).contains(session))));
            use(
                    opening,
                    fresh -> assertThat(((JdbcOAuthTokenStore) fresh)
                                    .check(session -> {})
                                    .encryption())
                            .hasSize(1));
        } finally {
            ((AutoCloseable) store).close();
        }
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

    private Rotations rotations(String kind, String... options) {
        Stream<String> keys = Stream.of("--encryption-keys", keyFile().toString(), "--store", kind);
        return new Rotations(root, Stream.concat(keys, Stream.of(options)).toList());
    }

    private void create(Opening opening) throws Exception {
        KeyFiles.create(keyFile(), NewKeys.set("first"));
        use(opening, store -> SESSIONS.forEach(store::save));
    }

    private void killAndRepeat(Rotations rotations, Opening opening) throws Exception {
        try (rotations) {
            create(opening);
            rotations.run();
            int interrupted = 0;
            for (int i = 0; i < KILLS; i++) {
                interrupted += rotations.kill() ? 1 : 0;
                use(
                        opening,
                        store -> SESSIONS.forEach(
                                session -> assertThat(store.load(session.did())).contains(session)));
            }
            assertThat(interrupted).as("kills before the end").isPositive();
            rotations.run();
            use(opening, store -> assertThat(store.listDids()).hasSameSizeAs(SESSIONS));
        }
    }

    private void use(Opening opening, Consumer<OAuthTokenStore> use) throws Exception {
        OAuthTokenStore store = opening.open(keys());
        try {
            use.accept(store);
        } finally {
            ((AutoCloseable) store).close();
        }
    }
}
