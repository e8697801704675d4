package dev.idiolect.oauth;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the stores in {@code src/test/resources/stored}, which version 0.1 wrote before its packages were renamed. The
 * tokens and keys were made for the test. Reads the pending logins by the names of that version, not by the library.
 */
final class StoredData {

    /** What the copy is kept in. */
    enum Backing {
        FILESYSTEM,
        SQLITE
    }

    /** An open store. */
    record Open(OAuthTokenStore store, Runnable closing) implements AutoCloseable {

        @Override
        public void close() {
            closing.run();
        }
    }

    private static final Path RESOURCES = Path.of("src/test/resources/stored");

    private final Backing backing;
    private final Path directory;

    private StoredData(Backing backing, Path directory) {
        this.backing = backing;
        this.directory = directory;
    }

    static StoredData copy(Backing backing, Path target) throws IOException {
        copyTree(backing == Backing.SQLITE ? "sqlite" : "filesystem", target);
        return new StoredData(backing, target);
    }

    static void copyTree(String name, Path target) throws IOException {
        Path source = RESOURCES.resolve(name);
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    /** The JWK set of the confidential client. */
    static String clientKeys() throws IOException {
        return Files.readString(RESOURCES.resolve("client-keys.json"));
    }

    Open open() {
        if (backing == Backing.SQLITE) {
            SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(database());
            return new Open(store, store::close);
        }
        FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory);
        return new Open(store, store::close);
    }

    /** The state of the pending login of a client: {@code public} or {@code confidential}. */
    String state(String client) throws IOException {
        return browser(client).getString("state");
    }

    /** The secret that the browser of the pending login has as a cookie. */
    String browserSecret(String client) throws IOException {
        return browser(client).getString("browserSecret");
    }

    private JsonObject browser(String client) throws IOException {
        JsonObject all = Jsons.parse(Files.readString(RESOURCES.resolve("browsers.json")));
        return all.getJsonObject(backing == Backing.SQLITE ? "sqlite" : "filesystem")
                .getJsonObject(client);
    }

    /** The body of a pending login. */
    JsonObject pendingLogin(String state) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
        String key = HexFormat.of().formatHex(hash);
        return Jsons.parse(
                backing == Backing.SQLITE
                        ? body(key)
                        : bodyOf(pendingDirectory().resolve(key)));
    }

    /** Makes the pending logins those of another authorization server: the one they began at is gone. */
    void movePendingLogins(String newIssuer) throws Exception {
        String issuer = pendingLogin(state("public")).getString("issuer");
        if (backing == Backing.SQLITE) {
            update("UPDATE pending_logins SET body_json = replace(body_json, ?, ?)", issuer, newIssuer);
            return;
        }
        try (Stream<Path> files = Files.list(pendingDirectory())) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file).replace(issuer, newIssuer));
            }
        }
    }

    private Path pendingDirectory() {
        return directory.resolve(".pending");
    }

    private Path database() {
        return directory.resolve("sessions.db");
    }

    private static String bodyOf(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.get(1);
    }

    private String body(String key) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                PreparedStatement statement =
                        connection.prepareStatement("SELECT body_json FROM pending_logins WHERE state_hash = ?")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.getString(1);
            }
        }
    }

    private void update(String sql, String... values) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
