package dev.idiolect.sample;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;

/** Counts the requests of blocking calls, whose filters run on the thread that makes the call. */
public class RequestCounter implements ClientResponseFilter {

    /** What was counted since the last {@link #begin}. */
    static final class Count {
        int requests;
        boolean nonceAsked;
    }

    private static final ThreadLocal<Count> CURRENT = new ThreadLocal<>();

    static Count begin() {
        Count count = new Count();
        CURRENT.set(count);
        return count;
    }

    static void end() {
        CURRENT.remove();
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        Count count = CURRENT.get();
        if (count == null) {
            return;
        }
        count.requests++;
        // RFC 9449 section 9: how a server asks for a nonce of its own.
        String challenge = response.getHeaderString("WWW-Authenticate");
        count.nonceAsked |= response.getStatus() == 401 && challenge != null && challenge.contains("use_dpop_nonce");
    }
}
