package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.permission.UnknownScope;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.stream.Collectors;

/**
 * Creates the login beans, if a bean injects one of them.
 *
 * <p>The injected fields also prevent containers from removing these beans as unused.
 */
@Dependent
class LoginStartup {

    private static final Logger LOG = System.getLogger(LoginStartup.class.getName());

    @Inject
    OAuthConfig config;

    @Inject
    ApplicationBeans requirements;

    @Inject
    Instance<OAuthClient> client;

    @Inject
    Instance<ClientMetadata> metadata;

    @Inject
    Instance<IdentityResolver> identities;

    @Inject
    Instance<LoginSettings> settings;

    @Inject
    Instance<LoginFlow> flow;

    @Inject
    Instance<Logout> logout;

    @Inject
    Instance<AppPasswordLogin> appPassword;

    void start() {
        if (config.login().development()) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0104: {0}=true: sign-in over http to servers on this machine is allowed. Never set it in"
                            + " production",
                    ConfigKey.DEVELOPMENT.key());
        }
        if (config.login().hasLoopbackRedirect()) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0105: {0} is a loopback URI, but {1} is not a development client: after signing in, users are"
                            + " redirected to their own machine. Set {0} to an https URL",
                    ConfigKey.REDIRECT_URI.key(),
                    ConfigKey.CLIENT_ID.key());
        }
        if (!config.login().unknownScopes().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0107: {0} contains {1}, which this version does not know. Authorization servers ignore scopes that they do"
                            + " not know. Check the spelling",
                    ConfigKey.SCOPE.key(),
                    SecretForms.hide(config.login().unknownScopes().stream()
                            .map(UnknownScope::scope)
                            .collect(Collectors.joining(" "))));
        }
        if (requirements.needsClient()) {
            flow.get();
            ClientUrlCheck.problems(client.get(), requirements.resourcePath())
                    .forEach(problem -> LOG.log(Level.WARNING, "IDOA-0106: " + problem));
        }
    }
}
