package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;
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
    private static final int TOO_MANY_REQUESTS = 429;

    private static final String ALL = "all";
    private static final String OTHER_SERVERS = "other servers";

    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Boolean> promptServers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_PROMPT_SERVERS;
        }
    };

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
        List<String> groups = new ArrayList<>();
        boolean free = add(groups, ALL, MAX_CALLS);
        free &= add(groups, server, MAX_CALLS_OF_A_SERVER);
        free &= add(groups, account, MAX_CALLS_OF_AN_ACCOUNT);
        if (promptServers.get(server) == null) {
            free &= add(groups, OTHER_SERVERS, MAX_CALLS_OF_OTHER_SERVERS);
        }
        if (!free) {
            throw new ClientErrorException("Too many calls at once. Try again in a moment.", TOO_MANY_REQUESTS);
        }
        groups.forEach(group -> calls.merge(group, 1, Integer::sum));
        return groups;
    }

    private boolean add(List<String> groups, String group, int max) {
        groups.add(group);
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
