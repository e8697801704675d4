package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.RequestThreads;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanDisposer;
import org.jspecify.annotations.Nullable;

/**
 * Creates the default beans for logins and logouts, unless the application replaces them. Public only for the
 * container.
 */
public final class DefaultLoginBeans {

    // Half of the total, so that one domain leaves places for others. At most servers, a step takes less than a second.
    private static final int MAX_LOGINS_PER_SERVER = RequestThreads.share() / 2;

    private DefaultLoginBeans() {}

    /** Creates the configured OAuth client. */
    public static class Client implements SyntheticBeanCreator<OAuthClient> {

        /** Creates an instance; called by the container. */
        public Client() {}

        @Override
        public OAuthClient create(Instance<Object> lookup, Parameters params) {
            OAuthClient client = config(lookup).login().client();
            if (client == null) {
                throw ConfigurationException.missing(ConfigKey.CLIENT_ID, ClientConfig.CLIENT_IDS);
            }
            return client;
        }
    }

    /** Creates the client's metadata. */
    public static class Metadata implements SyntheticBeanCreator<ClientMetadata> {

        /** Creates an instance; called by the container. */
        public Metadata() {}

        @Override
        public ClientMetadata create(Instance<Object> lookup, Parameters params) {
            ClientMetadata configured = config(lookup).login().metadata();
            return configured == null || requirements(lookup).ownClient()
                    ? ClientMetadata.of(BeanLookup.get(lookup, OAuthClient.class))
                    : configured;
        }
    }

    /** Creates the identity resolver. */
    public static class Identities implements SyntheticBeanCreator<IdentityResolver> {

        /** Creates an instance; called by the container. */
        public Identities() {}

        @Override
        public IdentityResolver create(Instance<Object> lookup, Parameters params) {
            return config(lookup)
                    .login()
                    .resolver(config(lookup).httpTimeout(), BeanLookup.get(lookup, Telemetry.class));
        }
    }

    /** Creates the settings that logins and logouts share. */
    public static class Settings implements SyntheticBeanCreator<LoginSettings>, SyntheticBeanDisposer<LoginSettings> {

        /** Creates an instance; called by the container. */
        public Settings() {}

        @Override
        public LoginSettings create(Instance<Object> lookup, Parameters params) {
            OAuthConfig config = config(lookup);
            return LoginSettings.builder(BeanLookup.get(lookup, OAuthTokenStore.class))
                    .identities(BeanLookup.get(lookup, IdentityResolver.class))
                    .proofs(BeanLookup.get(lookup, DpopProofFactory.class))
                    .timeout(config.httpTimeout())
                    .development(config.login().development())
                    .strictLogout(config.login().strictLogout())
                    .listener(BeanLookup.get(lookup, SessionEvents.class)::fire)
                    .threadFactory(new ContainerThreads())
                    .telemetry(BeanLookup.get(lookup, Telemetry.class))
                    .maxLoginsPerServer(MAX_LOGINS_PER_SERVER)
                    .build();
        }

        @Override
        public void dispose(LoginSettings settings, Instance<Object> lookup, Parameters params) {
            settings.close();
        }
    }

    /** Creates the login flow. */
    public static class Flow implements SyntheticBeanCreator<LoginFlow> {

        /** Creates an instance; called by the container. */
        public Flow() {}

        @Override
        public LoginFlow create(Instance<Object> lookup, Parameters params) {
            return new LoginFlow(BeanLookup.get(lookup, OAuthClient.class), settings(lookup));
        }
    }

    /** Creates the logout. */
    public static class SignOut implements SyntheticBeanCreator<Logout> {

        /** Creates an instance; called by the container. */
        public SignOut() {}

        @Override
        public Logout create(Instance<Object> lookup, Parameters params) {
            return new Logout(clientOrNull(lookup), settings(lookup));
        }
    }

    /** Creates the app-password login. */
    public static class AppPassword implements SyntheticBeanCreator<AppPasswordLogin> {

        /** Creates an instance; called by the container. */
        public AppPassword() {}

        @Override
        public AppPasswordLogin create(Instance<Object> lookup, Parameters params) {
            return new AppPasswordLogin(clientOrNull(lookup), settings(lookup));
        }
    }

    static @Nullable OAuthClient clientOrNull(Instance<Object> lookup) {
        return requirements(lookup).ownClient()
                ? BeanLookup.get(lookup, OAuthClient.class)
                : config(lookup).login().client();
    }

    private static LoginSettings settings(Instance<Object> lookup) {
        return BeanLookup.get(lookup, LoginSettings.class);
    }

    private static ApplicationBeans requirements(Instance<Object> lookup) {
        return BeanLookup.get(lookup, ApplicationBeans.class);
    }

    private static OAuthConfig config(Instance<Object> lookup) {
        return BeanLookup.get(lookup, OAuthConfig.class);
    }
}
