package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects the checks in their order: each uses the results of those before it. */
public final class Checks {

    private Checks() {}

    /**
     * Returns the checks for an application.
     *
     * @param store the check of the store
     * @param account the handle or DID to check, or null
     */
    public static List<Check> of(
            Settings settings, Check store, @Nullable String account, Network network, Clock clock) {
        SsrfSafeHttpClient http = network.http(settings.policy());
        // The metadata must be public, even if the application may use servers on this machine.
        SsrfSafeHttpClient publicHttp = network.http(NetworkPolicy.PUBLIC);
        CheckedClient client = new CheckedClient(settings);
        List<Check> checks = new ArrayList<>(List.of(
                new ConfigurationCheck(settings),
                new ClientKeysCheck(settings, client),
                new ClientCheck(settings, client),
                new MetadataResponseCheck(client, publicHttp),
                new MetadataContentCheck(client),
                new MetadataKeysCheck(client, publicHttp),
                new EncryptionKeysCheck(settings),
                store,
                new ClockCheck(settings, http, clock)));
        if (account != null) {
            CheckedAccount checked = new CheckedAccount(account);
            IdentityResolver identities = identities(settings, network);
            AuthorizationServers servers = new AuthorizationServers(http);
            checks.add(new HandleCheck(settings, checked, identities));
            checks.add(new DidDocumentCheck(checked, identities));
            checks.add(new PdsCheck(checked, servers));
            checks.add(new AuthorizationServerCheck(checked, client, servers));
        }
        return checks;
    }

    // ConfigurationCheck reports an invalid URL.
    private static IdentityResolver identities(Settings settings, Network network) {
        NetworkPolicy policy = settings.policy();
        String resolver = settings.value(ConfigKey.HANDLE_RESOLVER);
        String plcUrl = settings.valueOrDefault(ConfigKey.PLC_URL);
        return network.identities(
                resolver == null || policy.originOf(resolver).isEmpty() ? null : resolver,
                policy.originOf(plcUrl).isEmpty() ? IdentityResolver.PLC_DIRECTORY : plcUrl,
                policy);
    }
}
