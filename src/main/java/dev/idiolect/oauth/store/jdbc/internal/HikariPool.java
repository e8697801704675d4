package dev.idiolect.oauth.store.jdbc.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool of connections to a configured URL. Loaded only if one is configured, because HikariCP is optional. */
public final class HikariPool {

    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
    private static final Duration RESPONDED_WITHIN = Duration.ofSeconds(30);

    /** The number of connections for an application. */
    public static final int CONNECTIONS = 10;

    private HikariPool() {}

    /**
     * Opens a pool. The user and the password in the URL's query take precedence.
     *
     * @param connections the maximum number of connections
     */
    public static DataSource open(
            DatabaseUrl database, @Nullable String user, @Nullable String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("idiolect-oauth");
        config.setDataSource(new DriverDataSource(
                database.url(),
                null,
                properties(database),
                database.user() == null ? user : database.user(),
                database.password() == null ? password : database.password()));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTED_WITHIN.toMillis());
        return new HikariDataSource(config);
    }

    // Not in HikariConfig, which logs its data source properties, and masks only the one named password.
    private static Properties properties(DatabaseUrl database) {
        Properties properties = new Properties();
        if (database.url().startsWith("jdbc:postgresql:")) {
            properties.setProperty("connectTimeout", Long.toString(CONNECTED_WITHIN.toSeconds()));
            properties.setProperty("socketTimeout", Long.toString(RESPONDED_WITHIN.toSeconds()));
            properties.setProperty("tcpKeepAlive", "true");
        }
        properties.putAll(database.otherPasswords());
        return properties;
    }

    public static void close(DataSource pool) {
        ((HikariDataSource) pool).close();
    }

    /** Returns the reason of a failure, without a part that could contain the URL. */
    public static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == e ? e.getClass().getSimpleName() : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
