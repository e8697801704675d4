package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Clock;

/** Refreshers on a network that a test in another package chooses. */
public final class RefreshersAt {

    private RefreshersAt() {}

    /** A refresher of DPoP sessions. */
    public static Refresher tokenEndpoint(DpopProofFactory proofs, SsrfSafeHttpClient http, Clock clock) {
        return TokenEndpointRefresher.builder(proofs).http(http).clock(clock).build();
    }

    /** A refresher of legacy sessions. */
    public static Refresher appPassword(SsrfSafeHttpClient http, Clock clock) {
        return new AppPasswordRefresher(http, clock);
    }
}
