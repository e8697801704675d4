package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.cdi.internal.TestApp;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Writes many notes for one account from many threads. Also a program, to run several processes at once. */
public final class Writers {

    private Writers() {}

    /** Arguments: store, path, DID, threads, first number, count. Exits with 0 if no write failed. */
    public static void main(String[] args) throws Exception {
        Map<String, String> config = Map.of("idiolect.oauth.store", args[0], "idiolect.oauth.store.path", args[1]);
        try (TestApp app = TestApp.start(config, Application.class)) {
            RepoClient repo = app.get(Application.class).repo;
            write(repo, args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        }
    }

    /** Writes the notes numbered from {@code first}, and throws the first failure. */
    public static void write(RepoClient repo, String did, int threads, int first, int count) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<RecordRef>> writes = new ArrayList<>();
            for (int i = first; i < first + count; i++) {
                int number = i;
                writes.add(pool.submit(() ->
                        repo.createRecord(CreateRecord.of(did, Note.COLLECTION, Note.of("note " + number, number)))));
            }
            finish(writes);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void finish(List<Future<RecordRef>> writes) throws InterruptedException, TimeoutException {
        List<Throwable> failures = new ArrayList<>();
        for (Future<RecordRef> write : writes) {
            try {
                write.get(300, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    failures.size() + " of " + writes.size() + " writes failed: " + failures.get(0), failures.get(0));
        }
    }

    /** An application with a client. */
    @Dependent
    static class Application {
        @Inject
        @RestClient
        RepoClient repo;
    }
}
