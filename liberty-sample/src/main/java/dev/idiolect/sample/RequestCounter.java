package dev.idiolect.sample;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;

/** Counts the requests of blocking calls, whose filters run on the calling thread. */
public class RequestCounter implements ClientResponseFilter {

    /** The counts since {@link #start}. */
    static final class Count {
        int requests;
        boolean nonceRequired;
    }

    private static final ThreadLocal<Count> CURRENT = new ThreadLocal<>();

    static Count start() {
        Count count = new Count();
        CURRENT.set(count);
        return count;
    }

    static void stop() {
        CURRENT.remove();
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        Count count = CURRENT.get();
        if (count == null) {
            return;
        }
        count.requests++;
        // RFC 9449 section 9: the server requires a nonce.
        String challenge = response.getHeaderString("WWW-Authenticate");
        count.nonceRequired |= response.getStatus() == 401 && challenge != null && challenge.contains("use_dpop_nonce");
    }
}
