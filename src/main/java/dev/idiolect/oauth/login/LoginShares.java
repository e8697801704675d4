package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many logins are in progress: in total, and at the servers of one owner, so that a slow server delays only
 * its own logins. Each login holds a place at the server with which it communicates. An owner can always have one place
 * while one is free, and a further one only while more are free than it has.
 *
 * <p>If a server has no free place, the login waits for one for a second, unless too many logins already wait. It counts
 * as in progress, but is rejected as soon as a login at a server with a shorter queue needs its place. If none waits, a
 * login at a server without a place gets that of a login that is slow and can be given up. So does the next login of an
 * owner that has at least two places fewer. Thread-safe.
 */
final class LoginShares {

    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** How long a login keeps its place, even if another one needs it. At most servers, a step takes less than a second. */
    static final Duration PROMPT = Duration.ofSeconds(2);

    /** The owner of all did:plc identifiers. */
    private static final String DIRECTORY = "did:plc";

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A part of a login that communicates with one server. */
    interface Step<T> {
        T run();
    }

    private final int maxPerServer;
    private final Duration longestWait;
    private final LongSupplier nanoClock;

    // Both are shared with the other part, and guarded by servers.
    private final Map<String, Integer> servers;
    private final List<WaitingLogin> waiting;

    // The logins of this part that have a place, oldest first. Guarded by servers.
    private final Set<WaitingLogin> running = new LinkedHashSet<>();

    LoginShares(int maxPerServer) {
        this(maxPerServer, LONGEST_WAIT, System::nanoTime);
    }

    LoginShares(int maxPerServer, Duration longestWait, LongSupplier nanoClock) {
        this(maxPerServer, longestWait, nanoClock, new HashMap<>(), new ArrayList<>());
    }

    private LoginShares(
            int maxPerServer,
            Duration longestWait,
            LongSupplier nanoClock,
            Map<String, Integer> servers,
            List<WaitingLogin> waiting) {
        this.maxPerServer = maxPerServer;
        this.longestWait = longestWait;
        this.nanoClock = nanoClock;
        this.servers = servers;
        this.waiting = waiting;
    }

    /**
     * Returns an instance for another part of logins, such as callbacks. Both count the places at servers together, but
     * each has its own limit in total.
     */
    LoginShares ofOtherPart() {
        return new LoginShares(maxPerServer, longestWait, nanoClock, servers, waiting);
    }

    /**
     * Runs a part of a login.
     *
     * @param server the URL of the server, or a DID or handle that leads to it
     * @throws LoginException if too many logins are in progress, at servers of the same owner or in total
     */
    <T> T at(String server, Step<T> step) {
        return at(server, null, step);
    }

    /**
     * Runs a part of a login that can be given up; see {@link #at(String, Step)}.
     *
     * @param giveUp gives up the login, and returns whether that was possible; must not block. The login then has no
     *     place for the rest of the step. Null if it is never possible
     */
    <T> T at(String server, @Nullable BooleanSupplier giveUp, Step<T> step) {
        Runnable leave = enter(server, giveUp);
        try {
            return step.run();
        } finally {
            leave.run();
        }
    }

    /**
     * Takes a place at a server; see {@link #at(String, Step)}.
     *
     * @return an action that gives the place back
     */
    Runnable enter(String server) {
        return enter(server, null);
    }

    Runnable enter(String server, @Nullable BooleanSupplier giveUp) {
        WaitingLogin login = new WaitingLogin(this, owner(server), true, giveUp);
        await(login);
        return () -> leave(login);
    }

    /**
     * Rejects a login early if {@link #at(String, Step)} would reject it later. Waits as that method does, so that a login
     * at a slow server waits before it takes a place at another server, such as the directory.
     *
     * @throws LoginException as {@link #at(String, Step)} does
     */
    void requireFree(String server) {
        await(new WaitingLogin(this, owner(server), false, null));
    }

    private void await(WaitingLogin login) {
        serveOrQueue(login);
        if (!login.await(longestWait, () -> reject(login))) {
            throw tooMany("Too many logins at " + login.owner());
        }
    }

    private void serveOrQueue(WaitingLogin login) {
        synchronized (servers) {
            boolean waits = !leavesPlaces(login.owner());
            if (waits && takesPlaceOfSlowLogin(login)) {
                serve(nextInsteadOf(login));
                serveWaiting();
                return;
            }
            long waitingHere = waits ? waitingAt(login.owner()) + 1 : 0;
            if (waitingHere > maxPerServer) {
                throw tooMany("Too many logins at " + login.owner());
            }
            if (free() <= waitingHere()) {
                makeRoom(login, waits, waitingHere);
            }
            if (waits) {
                waiting.add(login);
            } else {
                serve(login);
                // A login that was given up for it may have been at the limit of its server.
                serveWaiting();
            }
        }
    }

    private void makeRoom(WaitingLogin login, boolean waits, long waitingHere) {
        boolean needsRoom = waits || login.takesPlace();
        Optional<WaitingLogin> other = newestOfLongerQueue(waitingHere);
        if (other.isPresent()) {
            if (needsRoom) {
                reject(other.get());
            }
        } else if (waits || !(needsRoom ? giveUp(slowLogins()) : !slowLogins().isEmpty())) {
            throw tooMany("Too many logins");
        }
    }

    private boolean leavesPlaces(String owner) {
        long here = runningAt(owner);
        return hasShareLeft(owner) && (here == 0 || here < free());
    }

    private boolean hasShareLeft(String owner) {
        return servers.getOrDefault(owner, 0) < maxPerServer;
    }

    private long runningAt(String owner) {
        return running.stream().filter(login -> login.owner().equals(owner)).count();
    }

    // Logins at the directory keep their places, because no user can slow it down.
    private boolean takesPlaceOfSlowLogin(WaitingLogin login) {
        long here = runningAt(login.owner());
        List<WaitingLogin> slow = slowLogins().stream()
                .filter(other ->
                        runningAt(other.owner()) >= here + 2 && !other.owner().equals(DIRECTORY))
                .toList();
        return hasShareLeft(login.owner()) && (login.takesPlace() ? giveUp(slow) : !slow.isEmpty());
    }

    // One owner has at most half of the places.
    private long free() {
        return 2L * maxPerServer - running.size();
    }

    private long waitingHere() {
        return waiting.stream().filter(login -> login.part() == this).count();
    }

    // The oldest ones of the owner with the most places first: sorting keeps the order.
    private List<WaitingLogin> slowLogins() {
        long now = nanoClock.getAsLong();
        return running.stream()
                .filter(login -> login.isSlow(now))
                .sorted(Comparator.comparing(login -> -servers.getOrDefault(login.owner(), 0)))
                .toList();
    }

    private boolean giveUp(List<WaitingLogin> logins) {
        for (WaitingLogin login : logins) {
            if (login.giveUp()) {
                remove(login);
                return true;
            }
        }
        return false;
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
                login.reject();
            }
        }
    }

    private void leave(WaitingLogin login) {
        synchronized (servers) {
            if (remove(login)) {
                serveWaiting();
            }
        }
    }

    /** Returns the login of the same owner that has waited longest. The given one then waits in its place, if it is another. */
    private WaitingLogin nextInsteadOf(WaitingLogin login) {
        Optional<WaitingLogin> longest = waiting.stream()
                .filter(other -> other.part() == this && other.owner().equals(login.owner()))
                .findFirst();
        longest.ifPresent(other -> {
            waiting.remove(other);
            waiting.add(login);
        });
        return longest.orElse(login);
    }

    private void serveWaiting() {
        List.copyOf(waiting).forEach(next -> next.part().serveIfFree(next));
    }

    private boolean remove(WaitingLogin login) {
        boolean removed = running.remove(login);
        if (removed) {
            servers.computeIfPresent(login.owner(), (name, count) -> count == 1 ? null : count - 1);
        }
        return removed;
    }

    private void serveIfFree(WaitingLogin login) {
        if (free() > 0 && leavesPlaces(login.owner())) {
            waiting.remove(login);
            serve(login);
        }
    }

    private void serve(WaitingLogin login) {
        if (login.takesPlace()) {
            servers.merge(login.owner(), 1, Integer::sum);
            running.add(login);
        }
        login.start(nanoClock.getAsLong());
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
            return DIRECTORY;
        }
        if (server.startsWith("did:web:")) {
            return HostNames.domain(server.substring("did:web:".length()).split(":|%3A", 2)[0]);
        }
        return server.contains("://") ? HostNames.ownerOf(server) : HostNames.domain(server);
    }
}
