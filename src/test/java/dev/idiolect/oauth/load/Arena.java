package dev.idiolect.oauth.load;

import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The application, the directory, and the servers of one attacker. */
final class Arena implements AutoCloseable {

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    final LoadedApp app;
    private final FakeDirectory directory;
    private final List<FakePds> servers = new ArrayList<>();

    Arena(LoadedApp app, FakeDirectory directory) {
        this.app = app;
        this.directory = directory;
    }

    FakePds server() {
        FakePds server = FakePds.start();
        servers.add(server);
        return server;
    }

    /** Returns a new account at a server. */
    String account(FakePds server) {
        String digits = Integer.toString(ACCOUNTS.incrementAndGet(), 26);
        StringBuilder letters = new StringBuilder();
        digits.chars().forEach(digit -> letters.append((char) ('a' + Character.digit(digit, 26))));
        String did = "did:plc:" + "a".repeat(24 - letters.length()) + letters;
        directory.put(server, did);
        return did;
    }

    /** Returns a new account at a server, with a browser in a network of its own. */
    User user(FakePds server) {
        int network = NETWORKS.incrementAndGet();
        return User.at(app, account(server), "2001:" + Integer.toHexString(network) + "::1");
    }

    List<User> users(FakePds server, int count) {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(user(server));
        }
        return users;
    }

    @Override
    public void close() {
        servers.forEach(FakePds::close);
    }
}
