package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;

/** The baseline of {@link StoreBenchmark}: plain code that reads and saves the same sessions. */
public class PlainBenchmark {

    @Benchmark
    public OAuthSession refreshIfNeeded(PlainState state) throws IOException, SQLException {
        return state.plain().read(Sessions.anyDid(state.sessions()));
    }

    @Benchmark
    public OAuthSession save(PlainState state) throws IOException, SQLException {
        OAuthSession session = Sessions.any(state.sessions());
        state.plain().save(session);
        return session;
    }
}
