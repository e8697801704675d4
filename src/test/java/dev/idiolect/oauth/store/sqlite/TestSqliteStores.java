package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.seal.KeySource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parts of SQLite stores for tests of several kinds of stores. */
public final class TestSqliteStores {

    private TestSqliteStores() {}

    public static SqliteOAuthTokenStore open(Path path, @Nullable KeySource keys, Duration closePatience) {
        return SqliteOAuthTokenStore.open(path, keys, SqliteOAuthTokenStore.BUSY_TIMEOUT, closePatience);
    }

    /** Opens a connection like that of a store. */
    public static Connection connect(Path path) throws SQLException {
        return new SqliteConnector(path, Duration.ofSeconds(5)).connect();
    }
}
