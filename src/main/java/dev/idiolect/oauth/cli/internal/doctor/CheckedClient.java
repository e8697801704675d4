package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.config.ConfigKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the checks have learned about the client. Each check uses the results of the earlier ones. Thread-safe. */
final class CheckedClient {

    private final Settings settings;
    private volatile @Nullable ClientKeys keys;
    private volatile @Nullable OAuthClient client;
    private volatile @Nullable Map<String, Object> metadata;

    CheckedClient(Settings settings) {
        this.settings = settings;
    }

    /** Returns whether keys are configured, valid or not. */
    boolean isConfidential() {
        return settings.has(ConfigKey.CLIENT_KEYS) || settings.has(ConfigKey.CLIENT_KEYS_PATH);
    }

    /** Returns the keys, if they are configured and valid. */
    Optional<ClientKeys> keys() {
        return Optional.ofNullable(keys);
    }

    void setKeys(ClientKeys valid) {
        keys = valid;
    }

    /** Returns the client, if it is configured and valid. It may lack its keys. */
    Optional<OAuthClient> client() {
        return Optional.ofNullable(client);
    }

    void setClient(OAuthClient valid) {
        client = valid;
    }

    /** Returns the members of the published metadata, if it could be fetched. */
    Optional<Map<String, Object>> metadata() {
        return Optional.ofNullable(metadata);
    }

    void setMetadata(Map<String, Object> members) {
        metadata = members;
    }
}
