package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_ID;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_NAME;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_URI;
import static dev.idiolect.oauth.internal.config.ConfigKey.LOGO_URI;
import static dev.idiolect.oauth.internal.config.ConfigKey.POLICY_URI;
import static dev.idiolect.oauth.internal.config.ConfigKey.REDIRECT_URI;
import static dev.idiolect.oauth.internal.config.ConfigKey.SCOPE;
import static dev.idiolect.oauth.internal.config.ConfigKey.TOS_URI;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.permission.InvalidPermissionException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates the OAuth client. Applies the configuration keys one by one, so that an error message can name the key at
 * fault.
 */
final class ClientConfig {

    private static final String LOCALHOST = "http://localhost";

    static final String CLIENT_IDS =
            "the https URL of the client's metadata, such as https://app.example.com/oauth/client-metadata.json, or "
                    + LOCALHOST + " for development";
    private static final String REDIRECT_URIS =
            "https URLs with a domain name, separated by commas; for a development client http://127.0.0.1 or"
                    + " http://[::1], with any port";
    private static final String SCOPES = "scope names separated by single spaces, including atproto";
    private static final String JWKS = "a JSON Web Key Set of private P-256 keys, each with a unique kid";
    private static final String HTTPS = "an https URL";

    private ClientConfig() {}

    static @Nullable OAuthClient client(ConfigValues values, ConfigProblems problems) {
        String clientId = values.value(CLIENT_ID);
        if (clientId == null) {
            requireNoClientKeys(values);
            return null;
        }
        OAuthClient bare = checked(CLIENT_ID, clientId, CLIENT_IDS, () -> OAuthClient.of(clientId));
        OAuthClient client = bare;
        List<String> redirectUris = redirectUris(values);
        String scope = values.value(SCOPE);
        if (clientId.equals(LOCALHOST) && (redirectUris != null || scope != null)) {
            client = development(values, bare, redirectUris, problems);
        } else {
            if (scope != null) {
                client = problems.read(() -> changed(bare, SCOPE, scope, SCOPES, it -> it.scope(scope)), bare);
            }
            if (redirectUris != null) {
                OAuthClient scoped = client;
                client = problems.read(
                        () -> changed(
                                scoped,
                                REDIRECT_URI,
                                String.join(",", redirectUris),
                                REDIRECT_URIS,
                                it -> it.redirectUris(redirectUris)),
                        scoped);
            }
        }
        OAuthClient keyless = client;
        return problems.read(() -> withKeys(values, keyless), keyless);
    }

    // A development client id encodes the redirect URIs and the scope, which here have their own keys.
    private static OAuthClient development(
            ConfigValues values, OAuthClient bare, @Nullable List<String> redirectUris, ConfigProblems problems) {
        List<String> uris = redirectUris == null ? bare.redirectUris() : redirectUris;
        String asked = values.valueOrDefault(SCOPE);
        boolean valid = problems.read(
                () -> checked(SCOPE, asked, SCOPES, () -> OAuthClient.development(bare.redirectUris(), asked)) != null,
                false);
        String wanted = valid ? asked : bare.scope();
        return problems.read(
                () -> checked(
                        REDIRECT_URI,
                        String.join(",", uris),
                        REDIRECT_URIS,
                        () -> OAuthClient.development(uris, wanted)),
                bare);
    }

    static ClientMetadata metadata(ConfigValues values, OAuthClient client, ConfigProblems problems) {
        ClientMetadata.Builder metadata = ClientMetadata.builder(client);
        set(values, problems, CLIENT_NAME, "any text", metadata::name);
        set(
                values,
                problems,
                CLIENT_URI,
                "the application's https URL, on the host of the client id and at or above its path",
                metadata::uri);
        set(values, problems, LOGO_URI, HTTPS, metadata::logoUri);
        set(values, problems, TOS_URI, HTTPS, metadata::termsOfServiceUri);
        set(values, problems, POLICY_URI, HTTPS, metadata::policyUri);
        return metadata.build();
    }

    private static void set(
            ConfigValues values,
            ConfigProblems problems,
            ConfigKey key,
            String use,
            Function<String, ClientMetadata.Builder> setter) {
        String value = values.value(key);
        if (value != null) {
            problems.<ClientMetadata.@Nullable Builder>read(
                    () -> checked(key, value, use, () -> setter.apply(value)), null);
        }
    }

    private static @Nullable List<String> redirectUris(ConfigValues values) {
        String value = values.value(REDIRECT_URI);
        return value == null ? null : List.of(value.split("[\\s,]+"));
    }

    private static OAuthClient withKeys(ConfigValues values, OAuthClient client) {
        String inline = values.value(CLIENT_KEYS);
        String path = values.value(CLIENT_KEYS_PATH);
        if (inline == null && path == null) {
            return client;
        }
        if (inline != null && path != null) {
            throw ConfigurationException.conflict(CLIENT_KEYS_PATH, CLIENT_KEYS);
        }
        ConfigKey key = inline != null ? CLIENT_KEYS : CLIENT_KEYS_PATH;
        // Messages never contain the client keys themselves.
        String shown = inline != null ? "..." : String.valueOf(path);
        ClientKeys keys;
        try {
            keys = inline != null ? ClientKeys.parse(inline) : ClientKeys.read(Path.of(shown));
        } catch (InvalidClientException e) {
            throw ConfigurationException.rejected(key, shown, e, inline != null ? JWKS : "a file with " + JWKS);
        } catch (InvalidPathException e) {
            throw ConfigurationException.invalid(key, shown, "a valid path", e);
        }
        return changed(
                client,
                key,
                shown,
                "keys only for a client with an https client id and https redirect URIs",
                builder -> builder.keys(keys));
    }

    private static void requireNoClientKeys(ConfigValues values) {
        for (ConfigKey key : List.of(REDIRECT_URI, CLIENT_KEYS, CLIENT_KEYS_PATH)) {
            if (values.value(key) != null) {
                throw ConfigurationException.missing(CLIENT_ID, CLIENT_IDS + "; or remove " + key.key());
            }
        }
    }

    private static OAuthClient changed(
            OAuthClient client, ConfigKey key, String value, String use, UnaryOperator<OAuthClient.Builder> change) {
        return checked(key, value, use, () -> change.apply(client.toBuilder()).build());
    }

    private static <T> T checked(ConfigKey key, String value, String use, Supplier<T> create) {
        try {
            return create.get();
        } catch (InvalidClientException e) {
            throw e.getCause() instanceof InvalidPermissionException
                    ? ConfigurationException.rejected(key, value, e)
                    : ConfigurationException.rejected(key, value, e, use);
        }
    }
}
