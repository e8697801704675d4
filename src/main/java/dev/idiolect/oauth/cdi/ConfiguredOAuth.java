package dev.idiolect.oauth.cdi;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Holds the configuration of the application. */
@Singleton
class ConfiguredOAuth {

    private final OAuthConfig config;

    @Inject
    ConfiguredOAuth(Config config) {
        this.config = OAuthConfig.read(config);
    }

    OAuthConfig config() {
        return config;
    }
}
