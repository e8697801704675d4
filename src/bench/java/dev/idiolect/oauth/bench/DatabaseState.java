package dev.idiolect.oauth.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filled database for one run of the benchmarks. */
@State(Scope.Benchmark)
public class DatabaseState {

    @Param("SQLITE")
    private Kind store;

    @Param("1000")
    private int sessions;

    @Param("none")
    private String place;

    private Database opened;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        if (store == Kind.JDBC) {
            PostgresDatabase.checkpoint(place);
        }
        opened = store == Kind.SQLITE ? new SqliteDatabase(Path.of(place)) : new PostgresDatabase(place);
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException {
        opened.close();
    }

    Database database() {
        return opened;
    }

    int sessions() {
        return sessions;
    }
}
