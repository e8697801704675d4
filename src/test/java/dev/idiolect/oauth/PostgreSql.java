package dev.idiolect.oauth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL, started once for all tests of a JVM. Each test gets a schema of its own. */
public final class PostgreSql {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private PostgreSql() {}

    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }
    }

    /** Creates a schema and returns its name. */
    public static String newSchema() throws SQLException {
        String schema = "test_" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return schema;
    }

    /** Returns connections whose search path is a schema. */
    public static PGSimpleDataSource dataSource(String schema) {
        PGSimpleDataSource dataSource = (PGSimpleDataSource) Server.RUNNING.getPostgresDatabase();
        dataSource.setCurrentSchema(schema);
        return dataSource;
    }

    /** Returns the URL of a schema; any password is accepted. */
    public static String url(String schema) {
        return "jdbc:postgresql://localhost:" + port() + "/postgres?currentSchema=" + schema;
    }

    /** Returns the JAR of the driver. */
    public static Path driver() {
        try {
            return Path.of(PGSimpleDataSource.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the port of the server on this machine. */
    public static int port() {
        return Server.RUNNING.getPort();
    }

    /** Moves the leases and permits of a store into the past. */
    public static void ageLeases(String schema, Duration time) throws SQLException {
        String past = " - interval '" + time.toSeconds() + " seconds'";
        execute("UPDATE " + schema + ".oauth_refreshes SET lease_until = lease_until" + past + ", spend_at = spend_at"
                + past);
    }

    public static void execute(String sql) throws SQLException {
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
