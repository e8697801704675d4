package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.internal.config.ConfigKey.DEVELOPMENT;
import static dev.idiolect.oauth.internal.config.ConfigKey.HANDLE_RESOLVER;
import static dev.idiolect.oauth.internal.config.ConfigKey.LOGOUT;
import static dev.idiolect.oauth.internal.config.ConfigKey.PLC_URL;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.WebRedirectUri;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.permission.Permissions;
import dev.idiolect.oauth.permission.UnknownScope;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The login configuration.
 *
 * @param client the OAuth client, or null if none is configured
 * @param metadata the client's metadata, or null without a client or with a development client
 */
record LoginConfig(
        @Nullable OAuthClient client,
        @Nullable ClientMetadata metadata,
        @Nullable String handleResolver,
        String plcUrl,
        boolean development,
        boolean strictLogout) {

    static LoginConfig read(ConfigValues values, ConfigProblems problems) {
        OAuthClient client = problems.<@Nullable OAuthClient>read(() -> ClientConfig.client(values, problems), null);
        boolean development = problems.read(() -> development(values), true);
        String plcUrl = values.valueOrDefault(PLC_URL);
        problems.read(() -> check(PLC_URL, plcUrl, null, plcUrl, development), false);
        String handleResolver = values.value(HANDLE_RESOLVER);
        if (handleResolver != null) {
            problems.read(
                    () -> check(
                            HANDLE_RESOLVER,
                            handleResolver,
                            handleResolver,
                            IdentityResolver.PLC_DIRECTORY,
                            development),
                    false);
        }
        return new LoginConfig(
                client,
                client == null || client.isDevelopment() ? null : ClientConfig.metadata(values, client, problems),
                handleResolver,
                plcUrl,
                development,
                problems.read(() -> strictLogout(values), false));
    }

    /** Returns whether a client that is not for development has a loopback redirect URI. */
    boolean hasLoopbackRedirect() {
        return client != null
                && !client.isDevelopment()
                && WebRedirectUri.of(client.redirectUris()).startsWith("http:");
    }

    /** Returns the scopes of the client that this version does not know. */
    List<UnknownScope> unknownScopes() {
        return client == null ? List.of() : Permissions.parse(client.scope()).unknown();
    }

    IdentityResolver resolver(Duration timeout, Telemetry telemetry) {
        return resolver(handleResolver, plcUrl, development)
                .timeout(timeout)
                .telemetry(telemetry)
                .build();
    }

    private static IdentityResolver.Builder resolver(
            @Nullable String handleResolver, String plcUrl, boolean development) {
        return IdentityResolver.builder()
                .handleResolver(handleResolver)
                .plcUrl(plcUrl)
                .development(development);
    }

    private static boolean development(ConfigValues values) {
        String value = values.valueOrDefault(DEVELOPMENT);
        if (!value.equals("true") && !value.equals("false")) {
            throw ConfigurationException.invalid(DEVELOPMENT, value, "true or false", null);
        }
        return value.equals("true");
    }

    private static boolean strictLogout(ConfigValues values) {
        String value = values.valueOrDefault(LOGOUT);
        if (!value.equals("local") && !value.equals("strict")) {
            throw ConfigurationException.invalid(LOGOUT, value, "local or strict", null);
        }
        return value.equals("strict");
    }

    private static boolean check(
            ConfigKey key, String url, @Nullable String handleResolver, String plcUrl, boolean development) {
        try {
            resolver(handleResolver, plcUrl, development).build();
            return true;
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.rejected(
                    key,
                    url,
                    e,
                    "an https origin such as " + IdentityResolver.PLC_DIRECTORY + ", or with " + DEVELOPMENT.key()
                            + "=true an origin on this machine");
        }
    }
}
