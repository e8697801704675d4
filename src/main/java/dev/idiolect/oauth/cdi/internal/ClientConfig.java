package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigKey.CLIENT_ID;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.CLIENT_KEYS_PATH;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.CLIENT_NAME;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.CLIENT_URI;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.LOGO_URI;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.POLICY_URI;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.REDIRECT_URI;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.SCOPE;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.TOS_URI;

import dev.idiolect.oauth.client.ClientKeyException;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the client that the configuration describes, key by key, so that whatever breaks a rule is named. */
final class ClientConfig {

    private static final String LOCALHOST = "http://localhost";

    private static final String CLIENT_IDS =
            "the https URL of the client's metadata, such as https://app.example.com/oauth/client-metadata.json, or "
                    + LOCALHOST + " for development";
    private static final String REDIRECT_URIS =
            "https URLs with a domain name, or for a development client http://127.0.0.1 or http://[::1] with any port;"
                    + " several with a comma between";
    private static final String SCOPES = "names with one space between, atproto among them";
    private static final String JWKS = "a JSON Web Key Set of private P-256 keys, each with a kid of its own";
    private static final String HTTPS = "an https URL";

    private ClientConfig() {}

    static @Nullable OAuthClient client(ConfigValues values) {
        String clientId = values.value(CLIENT_ID);
        if (clientId == null) {
            refuseWithoutClient(values);
            return null;
        }
        OAuthClient client = checked(CLIENT_ID, clientId, CLIENT_IDS, () -> OAuthClient.of(clientId));
        List<String> redirectUris = redirectUris(values);
        String scope = values.value(SCOPE);
        if (clientId.equals(LOCALHOST) && (redirectUris != null || scope != null)) {
            client = development(values, client, redirectUris, scope);
        } else {
            if (scope != null) {
                client = changed(client, SCOPE, scope, SCOPES, it -> it.withScope(scope));
            }
            if (redirectUris != null) {
                client = changed(
                        client,
                        REDIRECT_URI,
                        String.join(",", redirectUris),
                        REDIRECT_URIS,
                        it -> it.withRedirectUris(redirectUris));
            }
        }
        return withKeys(values, client);
    }

    // The id of a client for development says the rest of it, which nobody wants to encode by hand.
    private static OAuthClient development(
            ConfigValues values, OAuthClient bare, @Nullable List<String> redirectUris, @Nullable String scope) {
        List<String> uris = redirectUris == null ? bare.redirectUris() : redirectUris;
        String asked = values.required(SCOPE);
        if (scope != null) {
            checked(SCOPE, scope, SCOPES, () -> OAuthClient.development(bare.redirectUris(), scope));
        }
        return checked(REDIRECT_URI, String.join(",", uris), REDIRECT_URIS, () -> OAuthClient.development(uris, asked));
    }

    static ClientMetadata metadata(ConfigValues values, OAuthClient client) {
        ClientMetadata metadata = ClientMetadata.of(client);
        metadata = with(metadata, values, CLIENT_NAME, "any text", ClientMetadata::withName);
        metadata = with(
                metadata,
                values,
                CLIENT_URI,
                "the application's https address, of the client id's host and above its path",
                ClientMetadata::withUri);
        metadata = with(metadata, values, LOGO_URI, HTTPS, ClientMetadata::withLogo);
        metadata = with(metadata, values, TOS_URI, HTTPS, ClientMetadata::withTermsOfService);
        return with(metadata, values, POLICY_URI, HTTPS, ClientMetadata::withPolicy);
    }

    private interface Part {
        ClientMetadata in(ClientMetadata metadata, String value);
    }

    private static ClientMetadata with(
            ClientMetadata metadata, ConfigValues values, ConfigKey key, String allowed, Part part) {
        String value = values.value(key);
        return value == null ? metadata : checked(key, value, allowed, () -> part.in(metadata, value));
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
            throw new ConfigurationException(
                    CLIENT_KEYS_PATH.key(), " and " + CLIENT_KEYS.key() + " are both set. Allowed: one of them", null);
        }
        ConfigKey key = inline != null ? CLIENT_KEYS : CLIENT_KEYS_PATH;
        // The keys themselves are never shown.
        String shown = inline != null ? "..." : String.valueOf(path);
        try {
            return client.withKeys(inline != null ? ClientKeys.parse(inline) : ClientKeys.read(Path.of(shown)));
        } catch (ClientKeyException e) {
            throw ConfigValues.broken(key, shown, e, inline != null ? JWKS : "a file with " + JWKS);
        } catch (InvalidPathException e) {
            throw ConfigValues.wrong(key, shown, "a path", e);
        } catch (InvalidClientException e) {
            throw ConfigValues.broken(
                    key, shown, e, "keys for a client with an https client id and https redirect URIs alone");
        }
    }

    private static void refuseWithoutClient(ConfigValues values) {
        for (ConfigKey key : List.of(REDIRECT_URI, CLIENT_KEYS, CLIENT_KEYS_PATH)) {
            if (values.value(key) != null) {
                throw new ConfigurationException(
                        key.key(), " is set, and " + CLIENT_ID.key() + " is not. Allowed there: " + CLIENT_IDS, null);
            }
        }
    }

    private static OAuthClient changed(
            OAuthClient client,
            ConfigKey key,
            String value,
            String allowed,
            Function<OAuthClient, OAuthClient> change) {
        return checked(key, value, allowed, () -> change.apply(client));
    }

    private static <T> T checked(ConfigKey key, String value, String allowed, Supplier<T> make) {
        try {
            return make.get();
        } catch (InvalidClientException e) {
            throw ConfigValues.broken(key, value, e, allowed);
        }
    }
}
