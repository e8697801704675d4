package dev.idiolect.oauth.cli.internal.doctor;

import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_ID;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.REDIRECT_URI;
import static dev.idiolect.oauth.internal.config.ConfigKey.SCOPE;

import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.WebRedirectUri;
import dev.idiolect.oauth.internal.config.ConfigKey;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks client id, redirect URIs and scope. Applies them one by one, so that a failure names its key. */
final class ClientCheck implements Check {

    private static final String LOCALHOST = "http://localhost";
    private static final String CALLBACK = "http://127.0.0.1:8080/oauth/callback";
    private static final String SET_ID = "Set " + CLIENT_ID.key() + " to the https URL of the client metadata, such as"
            + " https://app.example.com/oauth/client-metadata.json, or to " + LOCALHOST + " for development";

    private static final String SET_SCOPE =
            "Set " + SCOPE.key() + " to scope names separated by single spaces, including atproto";

    private static final class MistakeException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Finding finding;

        MistakeException(Finding finding) {
            this.finding = finding;
        }
    }

    private final Settings settings;
    private final CheckedClient checked;

    ClientCheck(Settings settings, CheckedClient checked) {
        this.settings = settings;
        this.checked = checked;
    }

    @Override
    public String name() {
        return "client";
    }

    @Override
    public List<Finding> run() {
        String id = settings.value(CLIENT_ID);
        if (id == null) {
            return List.of(missing());
        }
        try {
            OAuthClient client = client(id);
            checked.setClient(client);
            return List.of(judge(client));
        } catch (MistakeException e) {
            return List.of(e.finding);
        }
    }

    private Finding missing() {
        for (ConfigKey key : List.of(REDIRECT_URI, CLIENT_KEYS, CLIENT_KEYS_PATH)) {
            if (settings.has(key)) {
                return Finding.fail(
                        key.key() + " is set, but " + CLIENT_ID.key() + " is missing",
                        SET_ID + ". Or remove " + key.key());
            }
        }
        return Finding.warn(CLIENT_ID.key() + " is missing, so users cannot sign in", SET_ID);
    }

    private OAuthClient client(String id) throws MistakeException {
        OAuthClient bare = apply(SET_ID, () -> OAuthClient.of(id));
        OAuthClient keyless = id.equals(LOCALHOST) ? development(bare) : web(bare);
        return apply(
                "Remove the client keys, or use an https client id and https redirect URIs",
                () -> keyless.toBuilder().keys(checked.keys().orElse(null)).build());
    }

    // A development client id encodes the redirect URIs and the scope.
    private OAuthClient development(OAuthClient bare) throws MistakeException {
        List<String> uris = redirectUris();
        if (uris == null && !settings.has(SCOPE)) {
            return bare;
        }
        String scope = settings.valueOrDefault(SCOPE);
        OAuthClient scoped = apply(SET_SCOPE, () -> OAuthClient.development(bare.redirectUris(), scope));
        return uris == null
                ? scoped
                : apply(
                        "Set " + REDIRECT_URI.key() + " to a URL such as " + CALLBACK,
                        () -> OAuthClient.development(uris, scope));
    }

    private OAuthClient web(OAuthClient bare) throws MistakeException {
        String scope = settings.value(SCOPE);
        OAuthClient scoped = scope == null
                ? bare
                : apply(SET_SCOPE, () -> bare.toBuilder().scope(scope).build());
        List<String> uris = redirectUris();
        return uris == null
                ? scoped
                : apply(
                        "Set " + REDIRECT_URI.key() + " to the https URL of the callback",
                        () -> scoped.toBuilder().redirectUris(uris).build());
    }

    private @Nullable List<String> redirectUris() {
        String value = settings.value(REDIRECT_URI);
        return value == null ? null : List.of(value.split("[\\s,]+"));
    }

    private static OAuthClient apply(String fix, Supplier<OAuthClient> create) throws MistakeException {
        try {
            return create.get();
        } catch (InvalidClientException e) {
            throw new MistakeException(Finding.fail(String.valueOf(e.getMessage()), fix));
        }
    }

    private Finding judge(OAuthClient client) {
        URI redirect = URI.create(WebRedirectUri.of(client.redirectUris()));
        if (client.isDevelopment()) {
            return redirect.getPort() < 0
                    ? Finding.warn(
                            "browsers return to " + redirect + ", which is port 80 of this machine",
                            "Set " + REDIRECT_URI.key() + " with the port of the application, such as " + CALLBACK)
                    : Finding.ok("development client, redirect URI " + redirect);
        }
        if ("http".equals(redirect.getScheme())) {
            return Finding.warn(
                    "browsers return to " + redirect + ", which is their own machine",
                    "Set " + REDIRECT_URI.key() + " to the https URL of the callback");
        }
        return Finding.ok((checked.isConfidential() ? "confidential" : "public") + " client " + client.clientId()
                + ", redirect URI " + redirect);
    }
}
