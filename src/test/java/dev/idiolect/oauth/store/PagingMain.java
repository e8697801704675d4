package dev.idiolect.oauth.store;

import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Lists a store page by page, and prints the number of sessions, the time and the largest heap. */
final class PagingMain {

    private static final int PAGE = 1000;

    private PagingMain() {}

    public static void main(String[] args) throws Exception {
        OAuthTokenStore store = open(args[0]);
        long start = System.nanoTime();
        int count = 0;
        String last = null;
        for (List<SessionSummary> page = store.sessions(null, PAGE);
                !page.isEmpty();
                page = store.sessions(last, PAGE)) {
            if (page.size() > PAGE) {
                throw new IllegalStateException("a page of " + page.size() + " sessions");
            }
            for (SessionSummary session : page) {
                if (last != null && session.did().compareTo(last) <= 0) {
                    throw new IllegalStateException(session.did() + " follows " + last);
                }
                last = session.did();
                count += session.handle().isPresent() ? 1 : 0;
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed() >> 20)
                .sum();
        System.out.println(count + " sessions in " + millis + " ms, heap at most " + peak + " MB");
        ((AutoCloseable) store).close();
    }

    private static OAuthTokenStore open(String place) {
        if (!place.startsWith("jdbc:")) {
            return SqliteOAuthTokenStore.open(Path.of(place));
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(place);
        dataSource.setUser("postgres");
        return JdbcOAuthTokenStore.builder(dataSource).open();
    }
}
