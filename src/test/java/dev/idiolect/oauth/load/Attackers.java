package dev.idiolect.oauth.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Threads that send requests without a pause until they are stopped. They have the lowest priority, as an attacker elsewhere
 * takes no processor time from the application and its users.
 */
final class Attackers implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Map<Integer, Integer> responses = new TreeMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /** Starts the threads; each sends the requests of the function, with a number that counts up. */
    Attackers(int count, IntFunction<HttpRequest.Builder> next) {
        start(() -> {
            lowerPriority();
            // Threads inherit the priority, those of the client too.
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            for (int i = 0; i < count && !stopped; i++) {
                start(() -> run(client, next));
            }
        });
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "attacker");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Gives this thread the lowest priority. Only Linux has priorities of threads. */
    private static void lowerPriority() {
        Path own = Path.of("/proc/thread-self");
        try {
            if (Files.exists(own)) {
                String id = Files.readSymbolicLink(own).getFileName().toString();
                new ProcessBuilder("renice", "-n", "19", "-p", id).start().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(HttpClient client, IntFunction<HttpRequest.Builder> next) {
        while (!stopped) {
            HttpRequest request =
                    next.apply(requests.getAndIncrement()).timeout(TIMEOUT).build();
            int status;
            try {
                status = client.send(request, BodyHandlers.discarding()).statusCode();
            } catch (IOException e) {
                status = 0;
            } catch (InterruptedException e) {
                return;
            }
            count(status);
        }
    }

    private synchronized void count(int status) {
        if (!stopped) {
            responses.merge(status, 1, Integer::sum);
        }
    }

    /** Returns the numbers of responses by status; 0 is a broken connection or a timeout. */
    synchronized String summary() {
        return requests.get() + " requests, responses by status " + responses;
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
