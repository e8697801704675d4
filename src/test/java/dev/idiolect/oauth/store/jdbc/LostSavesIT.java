package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A standby that lacks the last saves takes over. The older rows stand for it. */
class LostSavesIT {

    private static final String ALICE = "did:plc:alice";

    private static final OAuthSession FIRST = session("first");
    private static final OAuthSession SECOND = session("second");
    private static final OAuthSession THIRD = session("third");

    private final AtomicBoolean broken = new AtomicBoolean();
    private String schema;
    private JdbcOAuthTokenStore store;
    private JdbcOAuthTokenStore other;

    private static OAuthSession session(String refreshToken) {
        return TestSessions.full(ALICE).toBuilder().refreshJwt(refreshToken).build();
    }

    @BeforeEach
    void open() throws SQLException {
        schema = PostgreSql.newSchema();
        DataSource dataSource = PostgreSql.dataSource(schema);
        store = JdbcOAuthTokenStore.builder(BreakableDataSource.of(dataSource, broken::get))
                .open();
        other = JdbcOAuthTokenStore.builder(dataSource).open();
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    private void rememberRows() throws SQLException {
        PostgreSql.execute("CREATE TABLE " + schema + ".standby AS SELECT * FROM " + schema + ".oauth_sessions");
    }

    private void restoreRows() throws SQLException {
        PostgreSql.execute("DELETE FROM " + schema + ".oauth_sessions");
        PostgreSql.execute("INSERT INTO " + schema + ".oauth_sessions SELECT * FROM " + schema + ".standby");
    }

    @Test
    void lostSessionIsSavedAgain() throws Exception {
        store.save(FIRST);
        rememberRows();
        assertThat(store.replace(ALICE, FIRST, SECOND)).isTrue();
        assertThat(store.replace(ALICE, SECOND, THIRD)).isTrue();
        restoreRows();
        assertThat(other.load(ALICE)).contains(FIRST);
        assertThat(store.load(ALICE)).contains(THIRD);
        assertThat(other.load(ALICE)).contains(THIRD);
    }

    @Test
    void hostsRestoreTheNewestSessionTogether() throws Exception {
        store.save(FIRST);
        rememberRows();
        assertThat(store.replace(ALICE, FIRST, SECOND)).isTrue();
        assertThat(other.replace(ALICE, SECOND, THIRD)).isTrue();
        restoreRows();
        assertThat(store.load(ALICE)).contains(SECOND);
        assertThat(other.load(ALICE)).contains(THIRD);
        assertThat(store.load(ALICE)).contains(THIRD);
    }

    @Test
    void lostSessionIsSavedForOthersAfterAReconnect() throws Exception {
        store.save(FIRST);
        rememberRows();
        assertThat(store.replace(ALICE, FIRST, SECOND)).isTrue();
        broken.set(true);
        assertThatThrownBy(() -> store.load("did:plc:bob")).isInstanceOf(StoreException.class);
        restoreRows();
        broken.set(false);
        assertThat(store.load("did:plc:bob")).isEmpty();
        assertThat(other.load(ALICE)).contains(SECOND);
    }

    @Test
    void sessionOfALogoutStaysDeleted() throws Exception {
        store.save(FIRST);
        rememberRows();
        assertThat(store.replace(ALICE, FIRST, null)).isTrue();
        restoreRows();
        assertThat(store.load(ALICE)).isEmpty();
        assertThat(other.load(ALICE)).isEmpty();
    }

    @Test
    void laterWritesOfOthersAreKept() throws Exception {
        store.save(FIRST);
        assertThat(store.replace(ALICE, FIRST, SECOND)).isTrue();
        assertThat(other.replace(ALICE, SECOND, THIRD)).isTrue();
        assertThat(store.load(ALICE)).contains(THIRD);
        other.delete(ALICE);
        assertThat(store.load(ALICE)).isEmpty();
    }

    @Test
    void olderSessionCanBeSavedOnPurpose() {
        store.save(FIRST);
        assertThat(store.replace(ALICE, FIRST, SECOND)).isTrue();
        store.save(FIRST);
        assertThat(store.load(ALICE)).contains(FIRST);
    }
}
