package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Clock;

/** Creates refreshers with an HTTP client of a test in another package. */
public final class TestRefreshers {

    private TestRefreshers() {}

    /** Returns a refresher of DPoP sessions. */
    public static Refresher tokenEndpoint(DpopProofFactory proofs, SsrfSafeHttpClient http, Clock clock) {
        return TokenEndpointRefresher.builder(proofs).http(http).clock(clock).build();
    }

    /** Returns a refresher of legacy sessions. */
    public static Refresher appPassword(SsrfSafeHttpClient http, Clock clock) {
        return new AppPasswordRefresher(http, clock);
    }
}
