package dev.idiolect.oauth.checks;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application's filter that records the container context of each attempt. */
public class ContextFilter implements ClientRequestFilter {

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    static void clear() {
        SEEN.clear();
    }

    static List<String> seen() {
        return List.copyOf(SEEN);
    }

    @Override
    public void filter(ClientRequestContext request) {
        SEEN.add(ContainerContext.seen());
    }
}
