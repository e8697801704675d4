package dev.idiolect.oauth.testkit;

import dev.idiolect.oauth.testkit.internal.Forms;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a browser goes after the user has allowed or denied the access: the redirect URI of the application, with the
 * response of the authorization server (RFC 6749 section 4.1.2). Immutable and thread-safe.
 */
public final class SignInRedirect {

    private final URI url;
    private final Map<String, String> parameters;

    SignInRedirect(String redirectUri, Map<String, String> parameters) {
        String separator = redirectUri.contains("?") ? "&" : "?";
        this.url = URI.create(redirectUri + separator + Forms.encode(parameters));
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** {@return the URL that the browser opens} */
    public URI url() {
        return url;
    }

    /**
     * Returns the parameters of the URL, for {@code LoginFlow.complete}.
     *
     * @return {@code iss}, {@code state}, and {@code code} or {@code error}; unmodifiable
     */
    public Map<String, String> parameters() {
        return parameters;
    }
}
