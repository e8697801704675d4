package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits how many logins are in progress: in total, and at the servers of one owner, so that a slow server delays only
 * its own logins. Each login holds a place at the server with which it communicates.
 *
 * <p>If a server has no free place, the login waits for one for a second, unless too many logins already wait. It counts
 * as in progress, but is rejected as soon as a login at a server with a shorter queue needs its place. Thread-safe.
 */
final class LoginShares {

    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A part of a login that communicates with one server. */
    interface Step<T> {
        T run();
    }

    private final int maxPerServer;
    private final Duration longestWait;

    // Both are shared with the other part, and guarded by servers.
    private final Map<String, Integer> servers;
    private final List<WaitingLogin> waiting;

    private int inProgress;

    LoginShares(int maxPerServer) {
        this(maxPerServer, LONGEST_WAIT);
    }

    LoginShares(int maxPerServer, Duration longestWait) {
        this(maxPerServer, longestWait, new HashMap<>(), new ArrayList<>());
    }

    private LoginShares(
            int maxPerServer, Duration longestWait, Map<String, Integer> servers, List<WaitingLogin> waiting) {
        this.maxPerServer = maxPerServer;
        this.longestWait = longestWait;
        this.servers = servers;
        this.waiting = waiting;
    }

    /**
     * Returns an instance for another part of logins, such as callbacks. Both count the places at servers together, but
     * each has its own limit in total.
     */
    LoginShares ofOtherPart() {
        return new LoginShares(maxPerServer, longestWait, servers, waiting);
    }

    /**
     * Runs a part of a login.
     *
     * @param server the URL of the server, or a DID or handle that leads to it
     * @throws LoginException if too many logins are in progress, at servers of the same owner or in total
     */
    <T> T at(String server, Step<T> step) {
        Runnable leave = enter(server);
        try {
            return step.run();
        } finally {
            leave.run();
        }
    }

    /**
     * Takes a place at a server; see {@link #at}.
     *
     * @return an action that gives the place back
     */
    Runnable enter(String server) {
        String owner = owner(server);
        await(new WaitingLogin(this, owner, true));
        return () -> leave(owner);
    }

    /**
     * Rejects a login early if {@link #at} would reject it later. Waits as {@link #at} does, so that a login at a slow
     * server waits before it takes a place at another server, such as the directory.
     *
     * @throws LoginException as {@link #at} does
     */
    void requireFree(String server) {
        await(new WaitingLogin(this, owner(server), false));
    }

    private void await(WaitingLogin login) {
        serveOrQueue(login);
        if (!login.await(longestWait, () -> reject(login))) {
            throw tooMany("Too many logins at " + login.owner());
        }
    }

    private void serveOrQueue(WaitingLogin login) {
        synchronized (servers) {
            boolean waits = isFull(login.owner());
            long waitingHere = waits ? waitingAt(login.owner()) + 1 : 0;
            if (waitingHere > maxPerServer) {
                throw tooMany("Too many logins at " + login.owner());
            }
            if (isFull()) {
                WaitingLogin other = newestOfLongerQueue(waitingHere).orElseThrow(() -> tooMany("Too many logins"));
                if (waits || login.takesPlace()) {
                    reject(other);
                }
            }
            inProgress++;
            if (waits) {
                waiting.add(login);
            } else {
                serve(login);
            }
        }
    }

    private boolean isFull(String owner) {
        return servers.getOrDefault(owner, 0) >= maxPerServer;
    }

    // One owner has at most half of the places.
    private boolean isFull() {
        return inProgress / 2 >= maxPerServer;
    }

    private long waitingAt(String owner) {
        return waiting.stream().filter(login -> login.owner().equals(owner)).count();
    }

    // The newest one, because the others have waited longer.
    private Optional<WaitingLogin> newestOfLongerQueue(long length) {
        return waiting.stream()
                .filter(login -> login.part() == this && waitingAt(login.owner()) > length)
                .reduce((older, newer) -> newer);
    }

    private void reject(WaitingLogin login) {
        synchronized (servers) {
            if (waiting.remove(login)) {
                inProgress--;
                login.end(false);
            }
        }
    }

    private void leave(String owner) {
        synchronized (servers) {
            servers.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
            inProgress--;
            List<WaitingLogin> queue = waiting.stream()
                    .filter(login -> login.owner().equals(owner))
                    .toList();
            for (WaitingLogin login : queue) {
                if (isFull(owner)) {
                    return;
                }
                waiting.remove(login);
                login.part().serve(login);
            }
        }
    }

    private void serve(WaitingLogin login) {
        if (login.takesPlace()) {
            servers.merge(login.owner(), 1, Integer::sum);
        } else {
            inProgress--;
        }
        login.end(true);
    }

    private static LoginException tooMany(String logins) {
        return new LoginException(
                Reason.RATE_LIMITED,
                logins + " are in progress in this process: try again in " + RETRY.toSeconds() + " s",
                null,
                RETRY,
                null);
    }

    /** Returns the number of logins that wait for a place, for tests. */
    int waiting() {
        synchronized (servers) {
            return waiting.size();
        }
    }

    // Anyone can create any number of did:plc identifiers, so all of them have one owner.
    static String owner(String server) {
        if (server.startsWith("did:plc:")) {
            return "did:plc";
        }
        if (server.startsWith("did:web:")) {
            return HostNames.domain(server.substring("did:web:".length()).split(":|%3A", 2)[0]);
        }
        return server.contains("://") ? HostNames.ownerOf(server) : HostNames.domain(server);
    }
}
