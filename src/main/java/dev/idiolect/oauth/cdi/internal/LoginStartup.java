package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Creates the login beans when the application starts, if a bean injects one of them.
 *
 * <p>The observer's parameters also prevent containers from removing these beans as unused.
 */
@ApplicationScoped
class LoginStartup {

    private static final Logger LOG = System.getLogger(LoginStartup.class.getName());

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            OAuthConfig config,
            LoginRequirements requirements,
            Instance<OAuthClient> client,
            Instance<ClientMetadata> metadata,
            Instance<IdentityResolver> identities,
            Instance<LoginSettings> settings,
            Instance<LoginFlow> flow,
            Instance<Logout> logout,
            Instance<AppPasswordLogin> appPassword) {
        if (config.login().development()) {
            LOG.log(
                    Level.WARNING,
                    "{0}=true: logins accept unencrypted servers on this machine. Never set it in production",
                    ConfigKey.DEVELOPMENT.key());
        }
        if (config.login().hasLoopbackRedirect()) {
            LOG.log(
                    Level.WARNING,
                    "{0} is a loopback URI, but {1} is not a development client: after signing in, users are redirected to their"
                            + " own machine. Set {0} to an https URL",
                    ConfigKey.REDIRECT_URI.key(),
                    ConfigKey.CLIENT_ID.key());
        }
        if (requirements.needsClient()) {
            flow.get();
            ClientUrlCheck.problems(client.get(), requirements.resourcePath())
                    .forEach(problem -> LOG.log(Level.WARNING, problem));
        }
    }
}
