package dev.idiolect.oauth.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A UDP name server on loopback with TXT records only. */
final class TestDns implements AutoCloseable {

    static final int SERVFAIL = 2;
    static final int NXDOMAIN = 3;

    /** Name to records, each a list of strings; a name that is missing does not exist. */
    final Map<String, List<List<String>>> records = new ConcurrentHashMap<>();

    /** Name to the name that has its records, as a CNAME says. */
    final Map<String, String> aliases = new ConcurrentHashMap<>();

    final Map<String, Integer> failures = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();
    volatile boolean mute;
    private final DatagramSocket socket;

    TestDns() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                questions.incrementAndGet();
                if (!mute) {
                    byte[] response = response(packet.getData());
                    socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private byte[] response(byte[] query) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (query[at] != 0) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        String alias = aliases.get(name.toString());
        List<List<String>> found = records.get(alias == null ? name.toString() : alias);
        int code = failures.getOrDefault(name.toString(), found == null ? NXDOMAIN : 0);
        int count = found == null || code != 0 ? 0 : found.size();
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        int answers = alias == null ? count : count + 1;
        response.writeBytes(
                new byte[] {query[0], query[1], (byte) 0x85, (byte) (0x80 | code), 0, 1, 0, (byte) answers});
        response.writeBytes(new byte[4]);
        response.write(query, 12, at + 5 - 12);
        byte[] owner = {(byte) 0xc0, 12};
        if (alias != null) {
            byte[] target = labels(alias);
            response.writeBytes(owner);
            response.writeBytes(new byte[] {0, 5, 0, 1, 0, 0, 0, 60, 0, (byte) target.length});
            response.writeBytes(target);
            owner = target;
        }
        for (int i = 0; i < count; i++) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (String string : found.get(i)) {
                data.write(string.length());
                data.writeBytes(string.getBytes(StandardCharsets.US_ASCII));
            }
            response.writeBytes(owner);
            response.writeBytes(new byte[] {0, 16, 0, 1, 0, 0, 0, 60});
            response.write(data.size() >> 8);
            response.write(data.size());
            response.writeBytes(data.toByteArray());
        }
        return response.toByteArray();
    }

    private static byte[] labels(String name) {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            labels.write(label.length());
            labels.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        labels.write(0);
        return labels.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
