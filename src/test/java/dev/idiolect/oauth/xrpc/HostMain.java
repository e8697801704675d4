package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One of several hosts with one database. Writes notes for all accounts for a time, and then prints their number and the
 * counts of session events, such as {@code 120 SessionRefreshed/did:plc:...=9}.
 */
final class HostMain {

    private HostMain() {}

    /** Counts the events that this host observes. */
    @ApplicationScoped
    static class Events {

        private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

        void on(@Observes SessionEvent event) {
            counts.merge(event.getClass().getSimpleName() + "/" + event.did(), 1, Integer::sum);
        }

        String counts() {
            return counts.entrySet().stream()
                    .map(count -> " " + count.getKey() + "=" + count.getValue())
                    .collect(Collectors.joining());
        }
    }

    /**
     * Arguments: the number of the host, URL and schema of the database, seconds, accounts. The session of the last account
     * may end.
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> config = Map.of(
                "idiolect.oauth.store",
                "jdbc",
                "idiolect.oauth.store.url",
                args[1],
                "idiolect.oauth.store.user",
                "postgres",
                "idiolect.oauth.store.schema",
                args[2],
                "idiolect.oauth.development",
                "true");
        int host = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(Long.parseLong(args[3]));
        List<String> dids = List.of(args).subList(4, args.length);
        try (TestApp app = TestApp.start(config, Writers.Application.class, Events.class)) {
            RepoClient repo = app.get(Writers.Application.class).repo;
            Events events = app.get(Events.class);
            System.out.println("ready");
            System.in.read();
            System.out.println(write(repo, host, dids, time) + events.counts());
        }
    }

    private static int write(RepoClient repo, int host, List<String> dids, Duration time) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(dids.size());
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Callable<Integer>> writers = new ArrayList<>();
            for (String did : dids) {
                boolean mayEnd = did.equals(dids.get(dids.size() - 1));
                writers.add(() -> write(repo, host, did, end, mayEnd));
            }
            int written = 0;
            for (Future<Integer> writer : pool.invokeAll(writers)) {
                written += writer.get();
            }
            return written;
        } finally {
            pool.shutdownNow();
        }
    }

    private static int write(RepoClient repo, int host, String did, long end, boolean mayEnd) {
        int written = 0;
        while (System.nanoTime() - end < 0) {
            Note note = Note.of("host " + host, written);
            try {
                repo.createRecord(CreateRecord.of(did, Note.COLLECTION, note));
            } catch (ReauthenticationRequiredException e) {
                if (mayEnd) {
                    return written;
                }
                throw e;
            }
            written++;
        }
        return written;
    }
}
