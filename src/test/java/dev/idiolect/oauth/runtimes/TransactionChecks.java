package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Calls in transactions of the application that use its data source too and are rolled back.
 *
 * @param app the application
 * @param pds the PDS, with an account that is signed in
 * @param store the application's store
 * @param schema the schema of the store
 * @param directory a directory for a password
 */
record TransactionChecks(CheckedApp app, RealPds pds, OAuthTokenStore store, String schema, Path directory) {

    void run() throws SQLException {
        PostgreSql.execute("CREATE TABLE " + schema + ".written_in_transactions (n integer)");
        refreshedSessionIsSaved();
        signInIsSaved();
        assertThat(rows()).as("the transactions were rolled back").isZero();
    }

    private void refreshedSessionIsSaved() {
        OAuthSession expired = store.load(pds.did()).orElseThrow().toBuilder()
                .expiresAt(Instant.now().minusSeconds(1))
                .build();
        app.save(expired);
        assertRolledBack("repo", pds.did(), "in a transaction", "at://" + pds.did());
        OAuthSession refreshed = store.load(pds.did()).orElseThrow();
        assertThat(refreshed.refreshJwt()).isNotEqualTo(expired.refreshJwt());
        assertThat(new PdsInspector(pds.pdsUrl()).isAlive(refreshed)).isTrue();
        assertThat(app.call("repo", pds.did(), "after the rollback")).startsWith("at://");
    }

    private void signInIsSaved() {
        TestAccount account = pds.createAccount("rollback.test", "hunter2-rollback");
        Path password = directory.resolve("app-password");
        ServerFiles.write(password, PdsLogin.newAppPassword(pds, account));
        assertRolledBack("app-password", account.did(), password.toString(), account.did());
        assertThat(store.load(account.did())).isPresent();
        assertThat(app.call("repo", account.did(), "after the rollback")).startsWith("at://");
    }

    private void assertRolledBack(String way, String did, String text, String result) {
        assertThat(app.tryCall("rolled-back-" + way, did, text, did).body())
                .startsWith("RolledBackException: " + result);
    }

    private int rows() throws SQLException {
        try (Connection connection = PostgreSql.dataSource(schema).getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM written_in_transactions")) {
            found.next();
            return found.getInt(1);
        }
    }
}
