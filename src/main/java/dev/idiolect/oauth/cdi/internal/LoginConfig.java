package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigKey.DEVELOPMENT;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.HANDLE_RESOLVER;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.PLC_URL;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What logins need of the configuration.
 *
 * @param client null if none is configured: nobody signs in then
 * @param metadata null if there is no client, or one for development
 */
record LoginConfig(
        @Nullable OAuthClient client,
        @Nullable ClientMetadata metadata,
        @Nullable String handleResolver,
        String plcUrl,
        boolean development) {

    static LoginConfig read(ConfigValues values) {
        OAuthClient client = ClientConfig.client(values);
        boolean development = development(values);
        String plcUrl = values.required(PLC_URL);
        require(PLC_URL, plcUrl, () -> resolver(null, plcUrl, development, Duration.ofSeconds(1)));
        String handleResolver = values.value(HANDLE_RESOLVER);
        if (handleResolver != null) {
            require(
                    HANDLE_RESOLVER,
                    handleResolver,
                    () -> resolver(handleResolver, plcUrl, development, Duration.ofSeconds(1)));
        }
        return new LoginConfig(
                client,
                client == null || client.isDevelopment() ? null : ClientConfig.metadata(values, client),
                handleResolver,
                plcUrl,
                development);
    }

    /** Whether browsers of a client that is not for development are sent back to their own machine. */
    boolean sendsBackToOwnMachine() {
        return client != null
                && !client.isDevelopment()
                && client.redirectUris().get(0).startsWith("http:");
    }

    IdentityResolver resolver(Duration timeout) {
        return resolver(handleResolver, plcUrl, development, timeout);
    }

    private static IdentityResolver resolver(
            @Nullable String handleResolver, String plcUrl, boolean development, Duration timeout) {
        return new IdentityResolver(handleResolver, plcUrl, timeout, development, Clock.systemUTC());
    }

    private static boolean development(ConfigValues values) {
        String value = values.required(DEVELOPMENT);
        if (!value.equals("true") && !value.equals("false")) {
            throw ConfigValues.wrong(DEVELOPMENT, value, "true, false", null);
        }
        return value.equals("true");
    }

    private static void require(ConfigKey key, String url, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw ConfigValues.broken(
                    key,
                    url,
                    e,
                    "an https origin such as " + IdentityResolver.PLC_DIRECTORY + "; with " + DEVELOPMENT.key()
                            + "=true also one of this machine");
        }
    }
}
