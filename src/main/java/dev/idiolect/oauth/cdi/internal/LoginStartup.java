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
 * Makes what signs people in when the application starts, if a bean asks for it. Its parameters also tell containers that
 * remove unused beans that these are used.
 */
@ApplicationScoped
class LoginStartup {

    private static final Logger LOG = System.getLogger(LoginStartup.class.getName());

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            OAuthConfig config,
            LoginRequirements use,
            Instance<OAuthClient> client,
            Instance<ClientMetadata> metadata,
            Instance<IdentityResolver> identities,
            Instance<LoginSettings> context,
            Instance<LoginFlow> flow,
            Instance<Logout> logout,
            Instance<AppPasswordLogin> appPassword) {
        if (config.login().development()) {
            LOG.log(
                    Level.WARNING,
                    "{0}=true: logins also go to servers on this machine, without encryption. Never set it in production",
                    ConfigKey.DEVELOPMENT.key());
        }
        if (config.login().sendsBackToOwnMachine()) {
            LOG.log(
                    Level.WARNING,
                    "{0} is on this machine, while {1} is not for development: whoever signs in is sent to their own machine",
                    ConfigKey.REDIRECT_URI.key(),
                    ConfigKey.CLIENT_ID.key());
        }
        if (use.asked()) {
            flow.get();
        }
    }
}
