package dev.idiolect.oauth.refresh;

import java.time.Instant;
import java.util.Map;

/** How a client says at an authorization server who it is: as a public client by its name alone, or with a key. */
@FunctionalInterface
public interface ClientAuthentication {

    /**
     * Returns the form fields for one try of a request, {@code client_id} among them. Every try needs its own.
     *
     * @param now the time by the server's clock, as far as it is known
     * @return the fields
     */
    Map<String, String> fields(Instant now);

    /**
     * Returns the authentication of a public client: none.
     *
     * @param clientId the client's identifier
     * @return the authentication
     */
    static ClientAuthentication none(String clientId) {
        return now -> Map.of("client_id", clientId);
    }
}
