package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that loses its connection when it withdraws the permit for a refresh token that it has not sent. */
@Timeout(60)
class WithdrawnPermitIT {

    private static final String ALICE = "did:plc:alice";
    private static final OAuthSession SESSION = TestSessions.full(ALICE);

    private final AtomicBoolean broken = new AtomicBoolean();
    private JdbcOAuthTokenStore store;
    private JdbcOAuthTokenStore other;

    @BeforeEach
    void open() throws SQLException {
        DataSource dataSource = PostgreSql.dataSource(PostgreSql.newSchema());
        JdbcOAuthTokenStore.Builder builder =
                JdbcOAuthTokenStore.builder(BreakableDataSource.of(dataSource, broken::get));
        builder.closePatience = Duration.ZERO;
        store = builder.open();
        other = JdbcOAuthTokenStore.builder(dataSource).open();
        store.save(SESSION);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    private SessionLock withdrawWithoutAConnection() {
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(SESSION)).isTrue();
        broken.set(true);
        assertThatThrownBy(lock::withdraw).isInstanceOf(StoreException.class);
        return lock;
    }

    @Test
    void lostWithdrawalIsRepeatedAtTheRelease() {
        SessionLock lock = withdrawWithoutAConnection();
        broken.set(false);
        lock.close();
        try (SessionLock next = other.lock(ALICE, Duration.ZERO)) {
            assertThat(next.permit(SESSION)).isTrue();
            assertThat(next.followsUnknownOutcome()).isFalse();
            next.withdraw();
        }
    }

    @Test
    void threadsOfAHostCanLockAfterALostRelease() {
        SessionLock lock = withdrawWithoutAConnection();
        assertThatThrownBy(lock::close).isInstanceOf(StoreException.class);
        broken.set(false);
        OAuthSession login = SESSION.toBuilder().refreshJwt("login").build();
        assertThat(other.replace(ALICE, SESSION, login)).isTrue();
        assertThatCode(() -> store.lock(ALICE, Duration.ZERO).close()).doesNotThrowAnyException();
    }
}
