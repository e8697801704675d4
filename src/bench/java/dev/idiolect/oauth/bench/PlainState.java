package dev.idiolect.oauth.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The sessions for one run of the benchmarks. */
@State(Scope.Benchmark)
public class PlainState {

    @Param("SQLITE")
    private Kind store;

    @Param("1000")
    private int sessions;

    @Param("none")
    private String place;

    private Plain opened;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        if (store == Kind.JDBC) {
            PostgresDatabase.checkpoint(place);
        }
        opened = switch (store) {
            case MEMORY -> new PlainMap(sessions);
            case FILESYSTEM -> new PlainFiles(Path.of(place));
            case SQLITE -> new SqliteDatabase(Path.of(place));
            case JDBC -> new PostgresDatabase(place);
        };
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException {
        opened.close();
    }

    Plain plain() {
        return opened;
    }

    int sessions() {
        return sessions;
    }
}
