package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from any number of connections on one thread. Any user of this machine, and any page in the browser,
 * can open connections and send half a request. Therefore no connection occupies a thread, each has a deadline, and a
 * new one replaces the oldest.
 */
final class LoopbackConnections implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LoopbackConnections.class.getName());
    private static final int MAX_OPEN = 512;
    private static final int MAX_ACCEPTED_AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Function<RequestHead, CompletionStage<LoopbackPage>> handler;
    private final Set<LoopbackConnection> connections = new LinkedHashSet<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "idiolect-loopback");
    private boolean closing;

    /**
     * Starts to accept connections.
     *
     * @param handler returns the page for a request, without waiting for it
     */
    LoopbackConnections(ServerSocketChannel server, Function<RequestHead, CompletionStage<LoopbackPage>> handler)
            throws IOException {
        this.server = server;
        this.handler = handler;
        selector = Selector.open();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends the pending responses, then closes all connections. */
    @Override
    public void close() {
        execute(() -> closing = true);
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Runs on the thread of the selector: an interrupt of another thread would close the channel that it writes to.
    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try (server;
                selector) {
            while (!closing) {
                selector.select(PATIENCE.toMillis() / 10);
                boolean accepts = false;
                // Reads before it accepts, so that a flood of connections does not displace one that has sent data.
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof LoopbackConnection connection) {
                        read(key, connection);
                    } else {
                        accepts = true;
                    }
                }
                selector.selectedKeys().clear();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                if (accepts) {
                    accept();
                }
                long limit = System.nanoTime() - PATIENCE.toNanos();
                closeOldest(connection -> connection.isOlderThan(limit), connections.size());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot receive the OAuth callback: {0}", e.getMessage());
        } finally {
            connections.forEach(LoopbackConnection::close);
        }
    }

    private void read(SelectionKey key, LoopbackConnection connection) {
        RequestHead head = connection.read();
        if (head != null) {
            boolean withBody = !head.method().equals("HEAD");
            handler.apply(head).thenAcceptAsync(page -> connection.send(page.response(withBody)), this::execute);
        }
        if (connection.isClosed()) {
            connections.remove(connection);
        } else if (connection.isEnded()) {
            key.interestOps(0);
        }
    }

    private void accept() throws IOException {
        for (int i = 0; i < MAX_ACCEPTED_AT_ONCE; i++) {
            closeOldest(connection -> connections.size() >= MAX_OPEN, 1);
            SocketChannel channel = accepted();
            if (channel == null) {
                return;
            }
            LoopbackConnection connection = new LoopbackConnection(channel);
            connections.add(connection);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, connection);
        }
    }

    private @Nullable SocketChannel accepted() throws IOException {
        try {
            return server.accept();
        } catch (IOException e) {
            // For example, too many open files.
            if (!server.isOpen() || connections.isEmpty()) {
                throw e;
            }
            closeOldest(connection -> true, 1);
            return null;
        }
    }

    private void closeOldest(Predicate<LoopbackConnection> condition, int most) {
        int closed = 0;
        for (Iterator<LoopbackConnection> oldest = connections.iterator(); oldest.hasNext() && closed < most; ) {
            LoopbackConnection connection = oldest.next();
            if (!connection.isWaitingForReply() && condition.test(connection)) {
                connection.close();
                oldest.remove();
                closed++;
            }
        }
    }
}
