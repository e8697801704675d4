package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filled store for one run of the benchmarks. */
@State(Scope.Benchmark)
public class StoreState {

    @Param("MEMORY")
    private Kind store;

    @Param("1000")
    private int sessions;

    @Param("none")
    private String place;

    private OAuthTokenStore opened;
    private SessionRefresher refresher;
    private SessionRefresher caching;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        if (store == Kind.JDBC) {
            PostgresDatabase.checkpoint(place);
        }
        opened = switch (store) {
            case MEMORY -> filledMemory();
            case FILESYSTEM -> FilesystemOAuthTokenStore.open(Path.of(place));
            case SQLITE -> SqliteOAuthTokenStore.open(Path.of(place));
            case JDBC ->
                JdbcOAuthTokenStore.builder(PostgresDatabase.pool(place))
                        .closeDataSource(true)
                        .open();
        };
        Refresher none = session -> {
            throw new IllegalStateException("the sessions are fresh");
        };
        refresher = SessionRefresher.builder(opened, none).build();
        caching = SessionRefresher.builder(opened, none)
                .sessionCache(Duration.ofSeconds(5))
                .build();
    }

    private OAuthTokenStore filledMemory() {
        OAuthTokenStore memory = new InMemoryOAuthTokenStore();
        for (int number = 0; number < sessions; number++) {
            memory.save(Sessions.session(number));
        }
        return memory;
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        if (opened instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    OAuthTokenStore store() {
        return opened;
    }

    SessionRefresher refresher() {
        return refresher;
    }

    SessionRefresher caching() {
        return caching;
    }

    int sessions() {
        return sessions;
    }
}
