package dev.idiolect.sample;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sqlite.SQLiteDataSource;

/**
 * Which browser is signed in to which accounts, kept over a restart. A browser is known by a random secret in its cookie, of
 * which only a hash is kept here.
 */
@ApplicationScoped
public class Browsers {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    @ConfigProperty(name = "sample.browsers.path")
    String path;

    private final SQLiteDataSource database = new SQLiteDataSource();

    @PostConstruct
    void open() {
        Path file = Path.of(path).toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of " + file + " can't be made", e);
        }
        database.setUrl("jdbc:sqlite:" + file);
        update("CREATE TABLE IF NOT EXISTS accounts"
                + " (browser TEXT, did TEXT, ended INTEGER DEFAULT 0, PRIMARY KEY (browser, did))");
    }

    /** A secret that nobody has yet. */
    static String newSecret() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** The accounts that a browser is signed in to, in the order of their coming. */
    List<String> accounts(String secret) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT did FROM accounts WHERE browser = ? ORDER BY rowid")) {
            statement.setString(1, hash(secret));
            List<String> dids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    dids.add(row.getString(1));
                }
            }
            return dids;
        } catch (SQLException e) {
            throw new IllegalStateException("The accounts of a browser can't be read from " + path, e);
        }
    }

    /** Remembers an account. Browsers of a session of it that has ended are not signed in to the new one. */
    void add(String secret, String did) {
        update("DELETE FROM accounts WHERE did = ? AND ended", did);
        update("INSERT OR IGNORE INTO accounts (browser, did) VALUES (?, ?)", hash(secret), did);
    }

    /** Gives a browser another secret. */
    void rename(String secret, String newSecret) {
        update("UPDATE accounts SET browser = ? WHERE browser = ?", hash(newSecret), hash(secret));
    }

    /** Notes that the session of an account has ended; until somebody signs in to it, browsers go on showing that. */
    void end(String did) {
        update("UPDATE accounts SET ended = 1 WHERE did = ?", did);
    }

    /** Forgets an account in all browsers. */
    void forget(String did) {
        update("DELETE FROM accounts WHERE did = ?", did);
    }

    private void update(String sql, String... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The accounts of browsers can't be written to " + path, e);
        }
    }

    private static String hash(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
