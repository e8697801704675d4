package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.HttpOrigin;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one request to an authorization server may be sent once more: after what a server says before it looks at
 * the code or token that the request carries, and about nothing else. Each further try needs a new proof and a new client
 * assertion. For one request, and one thread.
 */
public final class SafeRetries {

    private static final int NONCE_RETRIES = 2;

    private final DpopProofs proofs;
    private final String origin;
    private final boolean confidential;
    private int nonceRetries;
    private boolean clockCorrected;
    private boolean assertionRenewed;

    /**
     * Creates the policy for one request.
     *
     * @param proofs what makes the request's proofs; learns the server's nonce and clock
     * @param endpoint where the request goes
     * @param confidential whether the request carries a client assertion
     */
    public SafeRetries(DpopProofs proofs, URI endpoint, boolean confidential) {
        this.proofs = proofs;
        this.origin = HttpOrigin.of(endpoint);
        this.confidential = confidential;
    }

    /**
     * Learns from an answer, and tells whether the request may be sent again.
     *
     * @param status the answer's HTTP status; only a refusal says that the server did nothing
     * @param error the answer's {@code error} member, or null
     * @param description the answer's {@code error_description} member, or null
     * @param nonce the answer's {@code DPoP-Nonce} header, or null
     * @param date the answer's {@code Date} header, or null
     * @return whether another try is safe, and may fare better
     */
    public boolean mayTryAgain(
            int status,
            @Nullable String error,
            @Nullable String description,
            @Nullable String nonce,
            @Nullable String date) {
        proofs.nonces().learn(origin, nonce);
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
        if (error == null || !refused) {
            return false;
        }
        return switch (error) {
            case "use_dpop_nonce" -> nonce != null && nonceRetries++ < NONCE_RETRIES;
            case "invalid_dpop_proof" -> correctClock(date);
            case "invalid_client" -> confidential && correctClock(date);
            // The one invalid_grant that is not about the grant; only the description tells.
            case "invalid_grant" ->
                confidential && "private_key_jwt jti reused".equals(description) && renewAssertion();
            default -> false;
        };
    }

    private boolean correctClock(@Nullable String date) {
        if (clockCorrected || !proofs.learnClock(origin, date)) {
            return false;
        }
        clockCorrected = true;
        return true;
    }

    private boolean renewAssertion() {
        boolean first = !assertionRenewed;
        assertionRenewed = true;
        return first;
    }
}
