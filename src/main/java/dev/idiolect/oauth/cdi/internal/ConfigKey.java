package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopSignatureProviders;
import dev.idiolect.oauth.identity.IdentityResolver;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration; README's table and this list are held together by a test. */
enum ConfigKey {
    STORE("store", "memory"),
    STORE_PATH("store.path", null),
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
    DEVELOPMENT("development", "false"),
    REFRESH_THRESHOLD("refresh.threshold", "PT60S"),
    HTTP_TIMEOUT("http.timeout", "PT10S"),
    BODY_LIMIT("body-limit", "52428800"),
    DPOP_PROVIDER("dpop.provider", DpopSignatureProviders.AUTO);

    static final String PREFIX = "idiolect.oauth.";

    private final String name;
    private final @Nullable String byDefault;

    ConfigKey(String name, @Nullable String byDefault) {
        this.name = PREFIX + name;
        this.byDefault = byDefault;
    }

    String key() {
        return name;
    }

    @Nullable
    String byDefault() {
        return byDefault;
    }

    static boolean isKnown(String key) {
        return Arrays.stream(values()).anyMatch(known -> known.name.equals(key));
    }

    /** Whether a name is this key as an environment variable, which some sources list with dots (MicroProfile Config). */
    boolean isAlso(String other) {
        return asVariable(name).equals(asVariable(other));
    }

    private static String asVariable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
