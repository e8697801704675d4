package dev.idiolect.oauth.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/**
 * A small Internet: a test chooses the addresses of each name, and one listener on loopback serves all sites. A page can be
 * any bytes.
 */
public final class TestWeb implements AutoCloseable {

    /** An address that looks public; connections to it arrive here. */
    public static final String PUBLIC = "93.184.215.14";

    /** Writes a response. */
    @FunctionalInterface
    public interface Page {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    public final Map<String, List<String>> names = new ConcurrentHashMap<>();
    public final List<String> lookups = new CopyOnWriteArrayList<>();
    public final List<String> dialed = new CopyOnWriteArrayList<>();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final List<String> serverNames = new CopyOnWriteArrayList<>();
    public final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private final boolean tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-web");
        thread.setDaemon(true);
        return thread;
    });

    private TestWeb(boolean tls) {
        this.tls = tls;
        if (tls) {
            // Created now, so that it does not count towards the first timeout.
            TestTls.context();
        }
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public static TestWeb https() {
        return new TestWeb(true);
    }

    public static TestWeb http() {
        return new TestWeb(false);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The network as an exchange sees it; every host is at {@link #PUBLIC} unless {@link #names} has other addresses. */
    NetworkAccess network() {
        return new NetworkAccess(
                this::lookup, this::dial, () -> TestTls.context().getSocketFactory());
    }

    /** Returns a client, as logins use it, in this Internet. */
    public SsrfSafeHttpClient client(Duration limit, NetworkPolicy policy) {
        return client(limit, policy, Clock.systemUTC());
    }

    /** Returns a client, as logins use it, in this Internet, with a clock for rate limits. */
    public SsrfSafeHttpClient client(Duration limit, NetworkPolicy policy, Clock clock) {
        return new SsrfSafeHttpClient(network(), limit, policy, clock);
    }

    /** Returns a client, as refreshes use it, in this Internet. */
    public SsrfSafeHttpClient queueingClient(Duration limit) {
        return SsrfSafeHttpClient.queueing(network(), limit, limit, Clock.systemUTC());
    }

    public void page(String hostAndPath, Page page) {
        pages.put(hostAndPath, page);
    }

    public void page(String hostAndPath, int status, String body) {
        page(hostAndPath, out -> out.write(response(status, body)));
    }

    public long requestsTo(String hostAndPath) {
        return requests.stream().filter(hostAndPath::equals).count();
    }

    public static byte[] response(int status, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return ("HTTP/1.1 " + status + " Status\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        lookups.add(host);
        List<String> addresses = names.getOrDefault(host, List.of(PUBLIC));
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        InetAddress[] found = new InetAddress[addresses.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(addresses.get(i));
        }
        return found;
    }

    private void dial(Socket socket, InetSocketAddress address, int timeoutMillis) throws IOException {
        dialed.add(address.getAddress().getHostAddress() + ":" + address.getPort());
        socket.connect(listener.getLocalSocketAddress(), timeoutMillis);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket raw) {
        try (raw;
                Socket socket = tls ? secured(raw) : raw) {
            String head = head(socket.getInputStream());
            String host = head.lines()
                    .filter(line -> line.startsWith("Host: "))
                    .map(line -> line.substring(6))
                    .findFirst()
                    .orElse("");
            if (socket instanceof SSLSocket secure
                    && secure.getSession() instanceof ExtendedSSLSession session
                    && session.getRequestedServerNames().stream().findFirst().orElse(null)
                            instanceof SNIHostName name) {
                serverNames.add(name.getAsciiName());
            }
            String path = head.split(" ", 3)[1];
            requests.add(host + path);
            Page page = pages.getOrDefault(host + path, out -> out.write(response(404, "Not Found")));
            page.write(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The client went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(raw);
        }
    }

    private static SSLSocket secured(Socket raw) throws IOException {
        SSLSocket socket =
                (SSLSocket) TestTls.context().getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        threads.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
