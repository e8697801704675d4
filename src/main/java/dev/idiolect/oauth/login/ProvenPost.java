package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.refresh.ClientAuthentication;
import dev.idiolect.oauth.refresh.SafeRetries;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts forms to authorization servers, each try with a proof and a client authentication of its own. */
final class ProvenPost {

    private final GuardedHttp http;
    private final DpopProofs proofs;
    private final Clock clock;

    ProvenPost(GuardedHttp http, DpopProofs proofs, Clock clock) {
        this.http = http;
        this.proofs = proofs;
        this.clock = clock;
    }

    /** Returns the same for requests that all begin with one server, as {@link GuardedHttp#beginningAt} does. */
    ProvenPost beginningAt(URI server) {
        return new ProvenPost(http.beginningAt(server), proofs, clock);
    }

    /**
     * Returns the server's last word. It was asked again only where it had not looked at what the form carries.
     *
     * @param dpopKey the session's private key
     * @param confidential whether {@code authentication} proves a key
     */
    WebAnswer post(
            URI endpoint,
            String dpopKey,
            ClientAuthentication authentication,
            boolean confidential,
            Map<String, String> fields)
            throws ExchangeException {
        String origin = HttpOrigin.of(endpoint);
        SafeRetries retries = new SafeRetries(proofs, endpoint, confidential);
        while (true) {
            Map<String, String> form = new LinkedHashMap<>(fields);
            form.putAll(authentication.fields(clock.instant().plus(proofs.clockOffset(origin))));
            WebAnswer answer =
                    http.postForm(endpoint, form, Map.of("DPoP", proofs.proof(dpopKey, "POST", endpoint, null)));
            boolean again = retries.mayTryAgain(
                    answer.status(),
                    answer.errorCode(),
                    string(answer.json(), "error_description"),
                    answer.header("DPoP-Nonce"),
                    answer.header("Date"));
            if (!again) {
                return answer;
            }
        }
    }

    static @Nullable String string(@Nullable Map<String, Object> json, String name) {
        return json != null && json.get(name) instanceof String value ? value : null;
    }
}
