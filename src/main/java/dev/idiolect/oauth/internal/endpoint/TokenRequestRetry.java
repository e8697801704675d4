package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request to an authorization server may be repeated: only if the server rejected it before
 * processing the code or token. Each attempt needs a new proof and a new client assertion. One instance serves one
 * request.
 */
final class TokenRequestRetry {

    private static final int NONCE_RETRIES = 2;

    private final DpopProofFactory proofs;
    private final String origin;
    private final boolean confidential;
    private int nonceRetries;
    private Duration clockOffset = Duration.ZERO;
    private boolean clockCorrected;
    private boolean assertionRenewed;

    TokenRequestRetry(DpopProofFactory proofs, URI endpoint, boolean confidential) {
        this.proofs = proofs;
        this.origin = HttpOrigin.of(endpoint);
        this.confidential = confidential;
    }

    /** Begins an attempt. Returns the server's time minus the local time, or zero if the difference is unknown. */
    Duration startAttempt() {
        clockOffset = proofs.clockOffset(origin);
        return clockOffset;
    }

    /** Stores the response's nonce, and returns whether another attempt is safe and may succeed. */
    boolean shouldRetry(HttpResponse response) {
        String nonce = response.header("DPoP-Nonce");
        proofs.nonces().update(origin, nonce);
        boolean rejected = response.status() >= 400 && response.status() < 500 && !response.isTransient();
        // The nonce challenge comes first: a server may put another error, or none, into the body.
        if (rejected && response.isChallenge("use_dpop_nonce")) {
            return nonce != null && nonceRetries++ < NONCE_RETRIES;
        }
        String error = response.errorCode();
        if (error == null || !rejected) {
            return false;
        }
        return switch (error.toLowerCase(Locale.ROOT)) {
            case "invalid_dpop_proof" -> correctClock(response.header("Date"));
            case "invalid_client" -> confidential && correctClock(response.header("Date"));
            // An invalid_grant that does not concern the grant. Only its description shows that.
            case "invalid_grant" ->
                confidential
                        && "private_key_jwt jti reused".equals(response.string("error_description"))
                        && renewAssertion();
            default -> false;
        };
    }

    private boolean correctClock(@Nullable String date) {
        if (clockCorrected) {
            return false;
        }
        // A concurrent request may have corrected the clock since this attempt began.
        clockCorrected =
                proofs.correctClock(origin, date) || !proofs.clockOffset(origin).equals(clockOffset);
        return clockCorrected;
    }

    private boolean renewAssertion() {
        boolean first = !assertionRenewed;
        assertionRenewed = true;
        return first;
    }
}
