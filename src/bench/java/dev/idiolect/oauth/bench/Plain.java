package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.sql.SQLException;

/** The least that a store has to do: plain code that reads and saves the same sessions. */
interface Plain extends AutoCloseable {

    OAuthSession read(String did) throws IOException, SQLException;

    void save(OAuthSession session) throws IOException, SQLException;

    @Override
    void close() throws SQLException;
}
