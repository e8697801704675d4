package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.PersistentPendingLoginsContract;
import dev.idiolect.oauth.store.internal.PendingEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqlitePendingLoginsTest extends PersistentPendingLoginsContract {

    @Override
    protected Kind kind() {
        return Kind.SQLITE;
    }

    @Override
    protected PendingLogins of(OAuthTokenStore opened) {
        return ((SqliteOAuthTokenStore) opened).pendingLogins(clock, LIMIT);
    }

    private String rows() throws Exception {
        try (Connection connection = new SqliteConnector(path(), Duration.ofSeconds(5)).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_concat(state_hash) FROM pending_logins")) {
            return row.next() ? String.valueOf(row.getString(1)) : "none";
        }
    }

    @Test
    void rowsHideStates() throws Exception {
        logins.save("state", "body", LATER);
        assertThat(rows()).isEqualTo(PendingEntry.key("state"));
    }

    @Test
    void laterLoginsDeleteExpiredOnes() throws Exception {
        logins.save("old", "body", LATER);
        clock.advance(Duration.ofMinutes(30));
        logins.save("new", "body", clock.instant().plusSeconds(600));
        assertThat(rows()).isEqualTo(PendingEntry.key("new"));
    }
}
