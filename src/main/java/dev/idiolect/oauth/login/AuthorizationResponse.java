package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of the request to the redirect URI. Any page can make a browser send such a request, so they are
 * untrusted until {@link #code} has compared them with the pending login.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 section 4.1.2</a>
 */
final class AuthorizationResponse {

    // Transient, so that no serializer writes the code.
    private final transient Map<String, String> parameters;

    /** @throws LoginException if the user denied without a state, or if a parameter is longer than servers send */
    AuthorizationResponse(Map<String, String> parameters) {
        this.parameters = parameters;
        if (state() == null && LoginException.ACCESS_DENIED.equals(parameters.get("error"))) {
            throw LoginException.of(Reason.DENIED, "The user denied the authorization (callback without state)");
        }
        requireLength("code", MaxLength.CODE);
        requireLength("state", MaxLength.STATE);
        requireLength("iss", MaxLength.URL);
    }

    private void requireLength(String name, MaxLength max) {
        String value = parameters.get(name);
        if (value != null && !max.allows(value)) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "Invalid callback: " + name + " has more than " + max.limit() + " characters");
        }
    }

    @Nullable
    String state() {
        return parameters.get("state");
    }

    @Nullable
    String issuer() {
        return parameters.get("iss");
    }

    /**
     * Returns the authorization code.
     *
     * @throws LoginException if the response is of another issuer than the login, or if it is an error
     */
    String code(PendingLogin login) {
        // RFC 9207 section 2.4: the issuer is checked before any other parameter, errors included.
        if (!login.issuer().equals(issuer())) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "The callback of a login at " + login.issuer() + " names another issuer (iss): start again");
        }
        String error = parameters.get("error");
        if (error != null) {
            throw refused(login, error);
        }
        String code = parameters.get("code");
        if (code == null || code.isEmpty()) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "The callback of " + login.issuer() + " has neither code nor error: start again");
        }
        return code;
    }

    private static LoginException refused(PendingLogin login, String error) {
        // The error comes through the browser, so the message contains only codes (RFC 6749 section 4.1.2.1).
        String code = MaxLength.ERROR_CODE.allows(error) && error.matches("[a-z_]+") ? error : null;
        boolean denied = LoginException.ACCESS_DENIED.equals(code);
        boolean unavailable = "temporarily_unavailable".equals(code) || "server_error".equals(code);
        return new LoginException(
                denied ? Reason.DENIED : unavailable ? Reason.UNAVAILABLE : Reason.REFUSED,
                denied
                        ? "The user denied the authorization at " + login.issuer()
                        : login.issuer() + " refused the login" + (code == null ? "" : ": " + code),
                code,
                null,
                null);
    }
}
