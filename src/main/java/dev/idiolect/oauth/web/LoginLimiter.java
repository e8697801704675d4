package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.RequestThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the logins and callbacks of each client: how many start in a window of time, and how many are in progress.
 * Thread-safe.
 *
 * <p>Without a limit, a client could fill the store with unfinished logins, make this application send any number of
 * requests to other servers, or use up the places of logins that wait for servers.
 */
@ApplicationScoped
class LoginLimiter {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int MAX_PER_CLIENT = 60;

    // Per process: a tenth of the pending logins that a store accepts.
    static final int MAX_FOR_UNKNOWN_CLIENTS = 1_000;

    // A client can own a large network, so no network gets more than half of the places.
    static final int MAX_CONCURRENT_PER_NETWORK = RequestThreads.share() / 2;
    static final int MAX_CONCURRENT_PER_CLIENT = Math.min(4, MAX_CONCURRENT_PER_NETWORK);
    static final int MAX_ENTRIES = 10_000;

    private static final Duration BUSY_RETRY = Duration.ofSeconds(5);
    private static final ClientNetworks UNKNOWN = ClientNetworks.of("");

    /** The work of a request. */
    interface Work<T> {
        T get() throws TooManyException;
    }

    /** The limits of one kind of request. */
    private static final class Limits {
        final NetworkCounts known;
        final NetworkCounts unknown;
        final ConcurrentShares shares = new ConcurrentShares(MAX_CONCURRENT_PER_CLIENT, MAX_CONCURRENT_PER_NETWORK);

        Limits(Clock clock) {
            known = new NetworkCounts(clock, WINDOW, MAX_PER_CLIENT, MAX_ENTRIES);
            unknown = new NetworkCounts(clock, WINDOW, MAX_FOR_UNKNOWN_CLIENTS, 1);
        }
    }

    private final Limits logins;
    private final Limits callbacks;

    LoginLimiter() {
        this(Clock.systemUTC());
    }

    LoginLimiter(Clock clock) {
        logins = new Limits(clock);
        callbacks = new Limits(clock);
    }

    /**
     * Starts a login unless its client must wait.
     *
     * @param address the client's address, or null if it is unknown
     * @param work the login
     * @return the login's result
     * @throws TooManyException if the client must wait
     */
    public <T> T login(@Nullable String address, Work<T> work) throws TooManyException {
        return limited(logins, address, work);
    }

    /** Completes a login unless its client must wait; see {@link #login}. Logins use up no limit of callbacks. */
    public <T> T callback(@Nullable String address, Work<T> work) throws TooManyException {
        return limited(callbacks, address, work);
    }

    private static <T> T limited(Limits limits, @Nullable String address, Work<T> work) throws TooManyException {
        ClientNetworks client = address == null || address.isBlank() ? null : ClientNetworks.of(address);
        if (client != null && !limits.shares.tryEnter(client)) {
            throw new TooManyException(BUSY_RETRY);
        }
        try {
            // A request that is rejected because others are in progress does not use up the client's limit.
            Duration wait = client == null ? limits.unknown.count(UNKNOWN) : limits.known.count(client);
            if (!wait.isZero()) {
                throw new TooManyException(wait.plusSeconds(1));
            }
            return work.get();
        } finally {
            if (client != null) {
                limits.shares.leave(client);
            }
        }
    }

    /** Returns how many counts of known clients are in memory. */
    int entries() {
        return logins.known.size() + callbacks.known.size();
    }
}
