package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What signs people in and out, in an application that brings none of its own; for the container, which needs it public. */
public final class DefaultLoginBeans {

    private DefaultLoginBeans() {}

    /** Makes the client from the configuration; for the container. */
    public static class Client implements SyntheticBeanCreator<OAuthClient> {

        /** Creates the creator; for the container. */
        public Client() {}

        @Override
        public OAuthClient create(Instance<Object> lookup, Parameters params) {
            OAuthClient client = config(lookup).login().client();
            if (client == null) {
                throw new ConfigurationException(
                        ConfigKey.CLIENT_ID.key(),
                        " is not set, and a login needs it: the https URL of the client's metadata, or http://localhost"
                                + " for development",
                        null);
            }
            return client;
        }
    }

    /** Makes the client's metadata; for the container. */
    public static class Metadata implements SyntheticBeanCreator<ClientMetadata> {

        /** Creates the creator; for the container. */
        public Metadata() {}

        @Override
        public ClientMetadata create(Instance<Object> lookup, Parameters params) {
            ClientMetadata configured = config(lookup).login().metadata();
            return configured == null || use(lookup).ownClient()
                    ? ClientMetadata.of(BeanLookup.get(lookup, OAuthClient.class))
                    : configured;
        }
    }

    /** Makes the resolver; for the container. */
    public static class Identities implements SyntheticBeanCreator<IdentityResolver> {

        /** Creates the creator; for the container. */
        public Identities() {}

        @Override
        public IdentityResolver create(Instance<Object> lookup, Parameters params) {
            return config(lookup).login().resolver(config(lookup).httpTimeout());
        }
    }

    /** Makes what logins and logouts share; for the container. */
    public static class Context implements SyntheticBeanCreator<LoginSettings> {

        /** Creates the creator; for the container. */
        public Context() {}

        @Override
        public LoginSettings create(Instance<Object> lookup, Parameters params) {
            OAuthConfig config = config(lookup);
            return new LoginSettings(
                    BeanLookup.get(lookup, OAuthTokenStore.class),
                    BeanLookup.get(lookup, IdentityResolver.class),
                    BeanLookup.get(lookup, DpopProofFactory.class),
                    config.httpTimeout(),
                    config.login().development(),
                    Clock.systemUTC(),
                    BeanLookup.get(lookup, SessionEvents.class)::fire,
                    new ContainerThreads());
        }
    }

    /** Makes the login; for the container. */
    public static class Flow implements SyntheticBeanCreator<LoginFlow> {

        /** Creates the creator; for the container. */
        public Flow() {}

        @Override
        public LoginFlow create(Instance<Object> lookup, Parameters params) {
            return new LoginFlow(BeanLookup.get(lookup, OAuthClient.class), context(lookup));
        }
    }

    /** Makes the logout; for the container. */
    public static class SignOut implements SyntheticBeanCreator<Logout> {

        /** Creates the creator; for the container. */
        public SignOut() {}

        @Override
        public Logout create(Instance<Object> lookup, Parameters params) {
            return new Logout(clientOrNull(lookup), context(lookup));
        }
    }

    /** Makes the login by app password; for the container. */
    public static class AppPassword implements SyntheticBeanCreator<AppPasswordLogin> {

        /** Creates the creator; for the container. */
        public AppPassword() {}

        @Override
        public AppPasswordLogin create(Instance<Object> lookup, Parameters params) {
            return new AppPasswordLogin(clientOrNull(lookup), context(lookup));
        }
    }

    static @Nullable OAuthClient clientOrNull(Instance<Object> lookup) {
        return use(lookup).ownClient()
                ? BeanLookup.get(lookup, OAuthClient.class)
                : config(lookup).login().client();
    }

    private static LoginSettings context(Instance<Object> lookup) {
        return BeanLookup.get(lookup, LoginSettings.class);
    }

    private static LoginRequirements use(Instance<Object> lookup) {
        return BeanLookup.get(lookup, LoginRequirements.class);
    }

    private static OAuthConfig config(Instance<Object> lookup) {
        return BeanLookup.get(lookup, OAuthConfig.class);
    }
}
