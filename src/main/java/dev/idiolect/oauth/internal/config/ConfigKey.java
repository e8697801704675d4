package dev.idiolect.oauth.internal.config;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The configuration keys. A test keeps this list and the documented table equal. */
public enum ConfigKey {
    STORE("store", "memory"),
    STORE_PATH("store.path", null),
    STORE_DATA_SOURCE("store.data-source", null),
    STORE_URL("store.url", null),
    STORE_USER("store.user", null),
    STORE_PASSWORD("store.password", null),
    STORE_SCHEMA("store.schema", null),
    STORE_CREATE_TABLES("store.create-tables", "true"),
    ENCRYPTION_KEYS("encryption.keys", null),
    ENCRYPTION_KEYS_PATH("encryption.keys.path", null),
    ENCRYPTION_REQUIRED("encryption.required", "false"),
    ACCOUNT("account", null),
    CLIENT_ID("client-id", null),
    REDIRECT_URI("redirect-uri", null),
    SCOPE("scope", OAuthClient.DEFAULT_SCOPE),
    CLIENT_KEYS("client-keys", null),
    CLIENT_KEYS_PATH("client-keys.path", null),
    CLIENT_NAME("client-name", null),
    CLIENT_URI("client-uri", null),
    LOGO_URI("logo-uri", null),
    TOS_URI("tos-uri", null),
    POLICY_URI("policy-uri", null),
    HANDLE_RESOLVER("handle-resolver", null),
    PLC_URL("plc-url", IdentityResolver.PLC_DIRECTORY),
    LOGOUT("logout", "local"),
    DEVELOPMENT("development", "false"),
    REFRESH_THRESHOLD("refresh.threshold", "PT60S"),
    KEEP_ALIVE("keep-alive", "off"),
    SESSION_CACHE("session-cache", "PT5S"),
    ENDING_NOTICE("ending-notice", "P3D"),
    HTTP_TIMEOUT("http.timeout", "PT10S"),
    BODY_LIMIT("body-limit", "52428800"),
    DPOP_PROVIDER("dpop.provider", "auto"),
    TELEMETRY("telemetry", "auto");

    /** The beginning of every key. */
    public static final String PREFIX = "idiolect.oauth.";

    private final String name;
    private final @Nullable String defaultValue;

    ConfigKey(String name, @Nullable String defaultValue) {
        this.name = PREFIX + name;
        this.defaultValue = defaultValue;
    }

    /** Returns the full key, such as {@code idiolect.oauth.store}. */
    public String key() {
        return name;
    }

    /** Returns the default value, or null if there is none. */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** Returns whether the value is a secret. */
    public boolean isSecret() {
        return this == CLIENT_KEYS || this == STORE_PASSWORD || this == ENCRYPTION_KEYS;
    }

    /** Returns whether a part of the value may be a secret, so that no message repeats it. */
    public boolean mayContainSecret() {
        return isSecret() || this == STORE_URL;
    }

    /** Returns whether a full key is one of these. */
    public static boolean isKnown(String key) {
        return Arrays.stream(values()).anyMatch(known -> known.name.equals(key));
    }

    /** Returns the environment variable of this key, such as {@code IDIOLECT_OAUTH_STORE}. */
    public String variable() {
        return variable(name);
    }

    /** Returns whether a name is this key's environment variable. Some config sources list such variables with dots. */
    public boolean isSameVariable(String other) {
        return variable(name).equals(variable(other));
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
