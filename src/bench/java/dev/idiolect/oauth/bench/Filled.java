package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A filled store for several runs, each in its own JVM. Filling it with a million sessions takes longer than a run. */
final class Filled implements Closeable {

    private final Kind kind;
    private final int sessions;
    private final String place;
    private final Closeable data;

    private Filled(Kind kind, int sessions, String place, Closeable data) {
        this.kind = kind;
        this.sessions = sessions;
        this.place = place;
        this.data = data;
    }

    static Filled with(Kind kind, int sessions) throws IOException, SQLException {
        return switch (kind) {
            case MEMORY -> new Filled(kind, sessions, "none", () -> {});
            case FILESYSTEM -> filesystem(sessions);
            case SQLITE -> sqlite(sessions);
            case JDBC -> postgres(sessions);
        };
    }

    Kind kind() {
        return kind;
    }

    int sessions() {
        return sessions;
    }

    /** Returns the directory, file or URL of the data. */
    String place() {
        return place;
    }

    private static Path directory() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data-")
                .toAbsolutePath();
    }

    // Does not use the store, because it flushes each file to disk.
    private static Filled filesystem(int sessions) throws IOException {
        Path directory = directory();
        for (int number = 0; number < sessions; number++) {
            Files.writeString(
                    PlainFiles.file(directory, Sessions.did(number)),
                    Sessions.session(number).toJson());
        }
        return new Filled(Kind.FILESYSTEM, sessions, directory.toString(), () -> delete(directory));
    }

    private static Filled sqlite(int sessions) throws IOException, SQLException {
        Path directory = directory();
        Path file = directory.resolve("sessions.db");
        SqliteOAuthTokenStore.open(file).close();
        try (Database database = new SqliteDatabase(file)) {
            database.fill(sessions);
        }
        return new Filled(Kind.SQLITE, sessions, file.toString(), () -> delete(directory));
    }

    private static Filled postgres(int sessions) throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                // No automatic checkpoints: after a checkpoint, the first change of each page costs more.
                .setServerConfig("max_wal_size", "32GB")
                .setServerConfig("checkpoint_timeout", "1d")
                .start();
        String url = server.getJdbcUrl("postgres", "postgres");
        OAuthTokenStore store = JdbcOAuthTokenStore.builder(PostgresDatabase.pool(url))
                .closeDataSource(true)
                .open();
        ((JdbcOAuthTokenStore) store).close();
        try (Database database = new PostgresDatabase(url)) {
            database.fill(sessions);
            database.run(connection -> connection.createStatement().execute("VACUUM ANALYZE oauth_sessions"));
        }
        return new Filled(Kind.JDBC, sessions, url, server);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.walk(directory)) {
            paths = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    @Override
    public void close() throws IOException {
        data.close();
    }
}
