package dev.idiolect.oauth.store.internal.persistent;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a database connection. */
@FunctionalInterface
public interface SqlWork<T> {

    T run(Connection connection) throws SQLException;
}
