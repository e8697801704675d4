package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.StoreProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check of a database that the same process has open. */
@Timeout(60)
class CheckedWhileOpenIT {

    private static final String DID = "did:plc:account";

    @TempDir
    private Path directory;

    /** Other processes with an older SQLite, such as another program's, would delete the write-ahead log. */
    @Test
    void checkOfAnOpenDatabaseKeepsItsLocks() throws Exception {
        Path file = directory.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            store.save(TestSessions.full(DID));
            other(file, "database-in-use", "open");
            assertThat(SqliteOAuthTokenStore.check(file, null).sessions()).hasSize(1);
            other(file, "database-in-use", "open");
        }
        other(file, "database-in-use", "not open");
    }

    @Test
    void checkOfAnOpenDatabaseLosesNoLaterSave() throws Exception {
        Path file = directory.resolve("sessions.db");
        OAuthSession session = TestSessions.full(DID);
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            store.save(session);
            assertThat(SqliteOAuthTokenStore.check(file, null).sessions()).containsExactly(session);
            // The last connection to close deletes the write-ahead log. This process still has one.
            other(file, "open", "opened");
            store.save(session.toBuilder().refreshJwt("newer").build());
            other(file, "read", "newer");
        }
        other(file, "read", "newer");
    }

    private static void other(Path file, String command, String output) throws Exception {
        try (StoreProcess process = StoreProcess.start(Kind.SQLITE, file, command, DID)) {
            process.expect(output).expectSuccess();
        }
    }
}
