package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures of a database may end by themselves. */
class JdbcDatabaseTest {

    private static DataSource dataSource(Callable<Connection> connect) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connect.call());
    }

    private static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? true : null);
    }

    private static JdbcDatabase database(Callable<Connection> connect) {
        return new JdbcDatabase(dataSource(connect), "the database", Runnable::run, () -> {}, System::nanoTime);
    }

    private static StoreException failure(JdbcDatabase database, SqlWork<Boolean> work) {
        return catchThrowableOfType(StoreException.class, () -> database.work("read ", work));
    }

    private static StoreException failedWork(String state) {
        return failure(database(JdbcDatabaseTest::connection), connection -> {
            throw new SQLException("failed", state);
        });
    }

    private static StoreException failedConnection(SQLException e) {
        return failure(
                database(() -> {
                    throw e;
                }),
                connection -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "28000", "28P01", "40001", "53100", "55P03", "57014", "58000", "58030", "58P01"})
    void stateOfTheServerIsTransient(String state) {
        assertThat(failedWork(state).isTransient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX000", "XX001", "XX002", "42501", "42P01", "22P05"})
    void stateOfTheContentIsPermanent(String state) {
        assertThat(failedWork(state).isTransient()).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"28P01", "3D000", "42501"})
    void missingConnectionIsTransient(@Nullable String state) {
        StoreException e = failedConnection(new SQLException("Sorry, acquisition timeout!", state));
        assertThat(e.isTransient()).isTrue();
        assertThat(e).hasMessage("Cannot read the database: Sorry, acquisition timeout!");
    }

    @Test
    void interruptedWaitForAConnectionIsTransient() {
        assertThat(failedConnection(new SQLException(
                                "Interrupted during connection acquisition", new InterruptedException()))
                        .isTransient())
                .isTrue();
    }

    @Test
    void failedCheckAfterAReconnectIsNotRepeatedByEachCall() {
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
        AtomicInteger checks = new AtomicInteger();
        JdbcDatabase database = new JdbcDatabase(
                dataSource(JdbcDatabaseTest::connection),
                "the database",
                Runnable::run,
                () -> {
                    checks.incrementAndGet();
                    throw StoreException.transientFailure("could not read block 7", null);
                },
                time::get);
        failure(database, connection -> {
            throw new SQLException("reset", "08006");
        });
        for (int call = 0; call < 20; call++) {
            assertThat(database.<Boolean>work("read ", connection -> true)).isTrue();
        }
        assertThat(checks).hasValue(1);
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        database.work("read ", connection -> 1);
        assertThat(checks).hasValue(2);
    }

    @Test
    void closedStoreIsPermanent() {
        JdbcDatabase database = database(JdbcDatabaseTest::connection);
        database.close(false);
        assertThat(failure(database, connection -> true).isTransient()).isFalse();
    }
}
