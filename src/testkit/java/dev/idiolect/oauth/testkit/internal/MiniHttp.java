package dev.idiolect.oauth.testkit.internal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * An HTTP/1.1 server on 127.0.0.1 with a thread for each connection. The JDK's own server overwrites the {@code Date} header,
 * which these tests need to control.
 */
public final class MiniHttp implements AutoCloseable {

    @FunctionalInterface
    public interface Handler {
        FakeResponse handle(FakeRequest request);
    }

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final ServerSocket listener;
    private final Handler handler;
    private final Clock clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-pds");
        thread.setDaemon(true);
        return thread;
    });

    /** Creates a server on a free port. */
    public MiniHttp(Clock clock, Handler handler) {
        this(0, clock, handler);
    }

    /** Creates a server on a port, or on a free one if it is 0. */
    MiniHttp(int port, Clock clock, Handler handler) {
        this.clock = clock;
        this.handler = handler;
        try {
            listener = new ServerSocket(port, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot listen at port " + port + " of 127.0.0.1: stop the program that uses it, or choose another",
                    e);
        }
    }

    /** Starts accepting requests; earlier connections wait until then. */
    public void start() {
        threads.execute(this::accept);
    }

    /** Returns the server's origin. */
    public String origin() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // Closed, or the client disconnected before it was accepted.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16384);
            boolean keepAlive = true;
            while (keepAlive && !listener.isClosed()) {
                FakeRequest request = read(in, out);
                if (request == null) {
                    return;
                }
                FakeResponse response = handler.handle(request);
                if (response.isCut()) {
                    return;
                }
                keepAlive = !request.header("Connection").orElse("").equalsIgnoreCase("close");
                write(response, out, keepAlive);
            }
        } catch (IOException e) {
            // The client disconnected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static FakeRequest read(InputStream in, OutputStream out) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String[] start = line.split(" ", -1);
        if (start.length != 3) {
            throw new IOException("no request line: " + line);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        if (headers.containsKey("Expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        String target = start[1];
        int mark = target.indexOf('?');
        return new FakeRequest(
                start[0],
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("Transfer-Encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.write(exactly(in, size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }
        List<String> length = headers.get("Content-Length");
        return length == null ? new byte[0] : exactly(in, Integer.parseInt(length.get(0)));
    }

    private static int chunkSize(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException();
        }
        return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private void write(FakeResponse response, OutputStream out, boolean keepAlive)
            throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Status\r\n");
        if (!response.has("Date")) {
            head.append("Date: ").append(DATE.format(clock.instant())).append("\r\n");
        }
        response.headers()
                .forEach(header -> head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n"));
        if (response.status() != 204 && !response.has("Transfer-Encoding")) {
            head.append("Content-Length: ").append(response.length()).append("\r\n");
        }
        head.append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        response.body().write(out);
        out.flush();
    }

    boolean isClosed() {
        return listener.isClosed();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
            for (Socket socket : open) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // Already closed.
                }
            }
        }
    }
}
