package dev.idiolect.oauth.store.sqlite;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/** A JDBC driver of which several applications of a server contain a copy. */
public final class OthersDriver implements Driver {

    /** While this system property is set, no other copy can be initialized, like a driver with a native library. */
    static final String TAKEN = "dev.idiolect.test.driver.taken";

    private static final OthersDriver REGISTERED = new OthersDriver();

    static {
        if (System.getProperty(TAKEN) != null) {
            throw new IllegalStateException("already loaded in another class loader");
        }
        try {
            DriverManager.registerDriver(REGISTERED);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private OthersDriver() {}

    /** Finds the driver the way the application with this copy does. */
    public static Driver find() throws SQLException {
        return DriverManager.getDriver("jdbc:others:");
    }

    public static void deregister() throws SQLException {
        DriverManager.deregisterDriver(REGISTERED);
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:others:");
    }

    @Override
    public Connection connect(String url, Properties info) {
        return null;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
