package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Clock;

/** Creates refreshers with an HTTP client of a test in another package. */
public final class TestRefreshers {

    private TestRefreshers() {}

    /** Returns a refresher. */
    public static Refresher refresher(DpopProofFactory proofs, SsrfSafeHttpClient http, Clock clock) {
        return Refresher.builder(proofs).http(http).clock(clock).build();
    }
}
