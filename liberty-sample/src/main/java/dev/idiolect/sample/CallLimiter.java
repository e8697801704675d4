package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Limits concurrent calls: in total, for each account server and for each account. Slow account servers cannot occupy
 * every thread, because half of the calls are kept for servers that have responded promptly.
 */
@ApplicationScoped
public class CallLimiter {

    private static final int MAX_CALLS = 24; // fewer than the threads in server.xml, so that the rest can reject calls
    private static final int MAX_CALLS_OF_A_SERVER = 12;
    private static final int MAX_CALLS_OF_OTHER_SERVERS = 12;
    private static final int MAX_CALLS_OF_AN_ACCOUNT = 4;
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final int MAX_PROMPT_SERVERS = 1_000;
    private static final int MAX_KNOWN_ACCOUNTS = 10_000;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String TOO_MANY = "Too many calls at once. Try again in a moment.";

    private static final String ALL = "all";
    private static final String OTHER_SERVERS = "other servers";

    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Boolean> promptServers = recent(MAX_PROMPT_SERVERS);
    private final Map<String, String> servers = recent(MAX_KNOWN_ACCOUNTS);

    private static <V> Map<String, V> recent(int max) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }

    static Response rejection() {
        return new Problem(TOO_MANY, false).with(TOO_MANY_REQUESTS);
    }

    /** Returns whether a call of an account would be rejected, if its server is known. */
    synchronized boolean isFull(String account) {
        String server = servers.get(account);
        return server != null && !groups(server, account).stream().allMatch(this::isFree);
    }

    <T> T run(OAuthSession session, Supplier<T> call) {
        List<String> groups = start(session.pdsUrl(), session.did());
        long start = System.nanoTime();
        try {
            return call.get();
        } finally {
            end(groups, session.pdsUrl(), System.nanoTime() - start <= PROMPT.toNanos());
        }
    }

    private synchronized List<String> start(String server, String account) {
        servers.put(account, server);
        List<String> groups = groups(server, account);
        if (!groups.stream().allMatch(this::isFree)) {
            throw new ClientErrorException(TOO_MANY, TOO_MANY_REQUESTS);
        }
        groups.forEach(group -> calls.merge(group, 1, Integer::sum));
        return groups;
    }

    // A server's URL and a DID cannot be equal to another group's name.
    private List<String> groups(String server, String account) {
        List<String> groups = new ArrayList<>(List.of(ALL, server, account));
        if (promptServers.get(server) == null) {
            groups.add(OTHER_SERVERS);
        }
        return groups;
    }

    private boolean isFree(String group) {
        int max = switch (group) {
            case ALL -> MAX_CALLS;
            case OTHER_SERVERS -> MAX_CALLS_OF_OTHER_SERVERS;
            default -> group.startsWith("did:") ? MAX_CALLS_OF_AN_ACCOUNT : MAX_CALLS_OF_A_SERVER;
        };
        return calls.getOrDefault(group, 0) < max;
    }

    private synchronized void end(List<String> groups, String server, boolean prompt) {
        groups.forEach(group -> calls.computeIfPresent(group, (name, count) -> count == 1 ? null : count - 1));
        if (prompt) {
            promptServers.put(server, true);
        } else {
            promptServers.remove(server);
        }
    }
}
