package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.sql.Connection;
import java.sql.SQLException;

/** A database that plain JDBC uses, with the same statements as the store. */
abstract class Database implements Plain {

    private static final int BATCH = 1000;

    /** Runs statements on a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs work on a connection as an application would. */
    abstract <T> T run(Work<T> work) throws SQLException;

    @Override
    public abstract OAuthSession read(String did) throws SQLException;

    @Override
    public abstract void save(OAuthSession session) throws SQLException;

    abstract void save(Connection connection, OAuthSession session) throws SQLException;

    @Override
    public abstract void close() throws SQLException;

    /** Saves the sessions of accounts 0 to {@code count - 1} in large transactions. */
    void fill(int count) throws SQLException {
        run(connection -> {
            connection.setAutoCommit(false);
            for (int number = 0; number < count; number++) {
                save(connection, Sessions.session(number));
                if (number % BATCH == BATCH - 1) {
                    connection.commit();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            return count;
        });
    }
}
