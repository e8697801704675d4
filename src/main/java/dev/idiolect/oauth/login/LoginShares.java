package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many logins wait for servers of one owner at the same time, so that slow servers delay only logins at
 * themselves, and how many wait in all. Each login holds the share of the server that it talks to now. A login that is
 * rejected because its server is slow takes no place of other logins, not even for a moment. Thread-safe.
 */
final class LoginShares {

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A part of a login during which it waits for one server. */
    interface Step<T> {
        T run();
    }

    private final int maxPerServer;
    private final Map<String, Integer> servers;
    private int inProgress;

    LoginShares(int maxPerServer) {
        this(maxPerServer, new HashMap<>());
    }

    private LoginShares(int maxPerServer, Map<String, Integer> servers) {
        this.maxPerServer = maxPerServer;
        this.servers = servers;
    }

    /** Returns shares of the same servers for another part of logins. Neither part can use up the places of the other. */
    LoginShares ofOtherPart() {
        return new LoginShares(maxPerServer, servers);
    }

    /**
     * Runs a part of a login.
     *
     * @param server the URL of the server, or a DID or handle that leads to it
     * @throws LoginException if too many logins wait, for servers of the same owner or in all
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
     * Takes a share; see {@link #at}.
     *
     * @return gives the share back
     */
    Runnable enter(String server) {
        String owner = owner(server);
        take(owner);
        return () -> leave(owner);
    }

    /**
     * Rejects a login that would be rejected anyway, before it has cost anything.
     *
     * @throws LoginException as {@link #at} does
     */
    void requireFree(String server) {
        String owner = owner(server);
        synchronized (servers) {
            requirePlace(owner);
        }
    }

    private void take(String owner) {
        synchronized (servers) {
            requirePlace(owner);
            servers.merge(owner, 1, Integer::sum);
            inProgress++;
        }
    }

    private void requirePlace(String owner) {
        if (servers.getOrDefault(owner, 0) >= maxPerServer) {
            throw tooMany("Too many logins at " + owner);
        }
        // One owner uses at most half of the places.
        if (inProgress / 2 >= maxPerServer) {
            throw tooMany("Too many logins");
        }
    }

    private static LoginException tooMany(String logins) {
        return new LoginException(
                Reason.RATE_LIMITED,
                logins + " are in progress in this process: try again in " + RETRY.toSeconds() + " s",
                null,
                RETRY,
                null);
    }

    private void leave(String owner) {
        synchronized (servers) {
            servers.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
            inProgress--;
        }
    }

    // Anyone can have any number of DIDs of did:plc.
    static String owner(String server) {
        if (server.startsWith("did:plc:")) {
            return "did:plc";
        }
        if (server.startsWith("did:web:")) {
            return HostNames.domain(server.substring("did:web:".length()).split(":|%3A", 2)[0]);
        }
        return server.contains("://")
                ? HostNames.owner(server.substring(server.indexOf("://") + 3).split("[/?#]", 2)[0])
                : HostNames.domain(server);
    }
}
