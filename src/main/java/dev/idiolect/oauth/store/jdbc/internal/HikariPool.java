package dev.idiolect.oauth.store.jdbc.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
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
        config.setJdbcUrl(database.url());
        config.setUsername(database.user() == null ? user : database.user());
        config.setPassword(database.password() == null ? password : database.password());
        database.otherPasswords().forEach(config::addDataSourceProperty);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTED_WITHIN.toMillis());
        if (database.url().startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("connectTimeout", CONNECTED_WITHIN.toSeconds());
            config.addDataSourceProperty("socketTimeout", RESPONDED_WITHIN.toSeconds());
            config.addDataSourceProperty("tcpKeepAlive", true);
        }
        return new HikariDataSource(config);
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
