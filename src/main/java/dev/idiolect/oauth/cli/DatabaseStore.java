package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.internal.HikariPool;
import jakarta.json.JsonObjectBuilder;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A store in PostgreSQL, which the hosts of an application may be using. */
final class DatabaseStore extends CliStore {

    /** A command uses one connection. A second one lets the pool replace a broken connection. */
    private static final int CONNECTIONS = 2;

    private static final int PAGE = 1000;
    private static final String NO_TABLE = "42P01";

    private final Database database;
    private final @Nullable KeySource keys;

    DatabaseStore(Database database, @Nullable KeySource keys) {
        this.database = database;
        this.keys = keys;
    }

    @Override
    StoreOptions.Kind kind() {
        return StoreOptions.Kind.jdbc;
    }

    @Override
    String name() {
        return database.toString();
    }

    @Override
    void describe(JsonObjectBuilder json) {
        json.add("database", database.url().toString());
        String schema = database.schema();
        if (schema != null) {
            json.add("schema", SecretForms.hide(schema));
        }
    }

    @Override
    boolean exists() {
        return true;
    }

    @Override
    String remedy() {
        return "Check the database, --store-url, --store-user, --store-schema and the password";
    }

    @Override
    OAuthTokenStore open() {
        requireDriver();
        DataSource pool = pool();
        try {
            return JdbcOAuthTokenStore.builder(pool)
                    .name(name())
                    .schema(database.schema())
                    .createTables(database.createsTables())
                    .closeDataSource(true)
                    .encryption(keys)
                    .open();
        } catch (StoreException e) {
            HikariPool.close(pool);
            throw isMissingTable(e)
                    ? StoreException.permanentFailure(
                            e.getMessage() + ". Choose another --store-schema, or add --create-tables", e.getCause())
                    : e;
        } catch (IllegalArgumentException e) {
            HikariPool.close(pool);
            throw new CommandException(ExitCode.USAGE, "Invalid --store-schema: " + e.getMessage(), e);
        }
    }

    private DataSource pool() {
        try {
            return HikariPool.open(database.url(), database.user(), database.password(), CONNECTIONS);
        } catch (NoClassDefFoundError e) {
            throw missing("com.zaxxer:HikariCP", "HikariCP.jar", e);
        } catch (RuntimeException e) {
            // Its message can repeat the URL with a password.
            throw StoreException.transientFailure(
                    "Cannot connect to " + database.url() + ": " + HikariPool.reason(e), null);
        }
    }

    private void requireDriver() {
        String url = database.url().url();
        if (DriverManager.drivers().noneMatch(driver -> accepts(driver, url))) {
            throw missing("JDBC driver that accepts " + database.url(), "DRIVER.jar", null);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    private static CommandException missing(String what, String jar, @Nullable Throwable cause) {
        return CommandException.withAdvice(
                ExitCode.USAGE,
                "The class path has no " + what,
                "Add its jar: java -cp idiolect.jar:" + jar + " " + Idiolect.class.getName() + " oauth ...",
                cause);
    }

    private static boolean isMissingTable(StoreException e) {
        return e.getCause() instanceof SQLException cause && NO_TABLE.equals(cause.getSQLState());
    }

    private JdbcOAuthTokenStore jdbc() {
        return (JdbcOAuthTokenStore) store();
    }

    @Override
    StoreReport check(Consumer<OAuthSession> sessions) {
        return jdbc().check(sessions);
    }

    @Override
    void summaries(Consumer<SessionSummary> sessions) {
        List<SessionSummary> page = page(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(sessions);
            page = page(page.get(page.size() - 1).did(), PAGE);
        }
    }

    @Override
    List<SessionSummary> page(@Nullable String after, int limit) {
        return sessions(after, limit);
    }

    @Override
    void requireSessionStore() {
        store(); // Checks the tables.
    }

    @Override
    void requireOwner() {} // The database has users of its own.

    @Override
    void requireWritable() {
        try {
            // Changes no row. Fails on a standby, or if the user cannot write.
            jdbc().postponeIdle(List.of(), Duration.ZERO, Duration.ZERO);
        } catch (StoreException e) {
            throw new CommandException(ExitCode.STORE, "Cannot store sessions: " + e.getMessage(), e);
        }
    }
}
