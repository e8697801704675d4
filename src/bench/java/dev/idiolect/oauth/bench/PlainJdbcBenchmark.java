package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;

/** The limit of {@link StoreBenchmark}: plain JDBC with the same statements. */
public class PlainJdbcBenchmark {

    @Benchmark
    public OAuthSession refreshIfNeeded(DatabaseState state) throws SQLException {
        return state.database().read(Sessions.anyDid(state.sessions()));
    }

    @Benchmark
    public int save(DatabaseState state) throws SQLException {
        return state.database().save(Sessions.any(state.sessions()));
    }
}
