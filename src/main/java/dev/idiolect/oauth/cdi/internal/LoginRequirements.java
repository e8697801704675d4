package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/**
 * Findings of {@link OAuthExtension} about the application's logins. Public only for the container.
 *
 * @param needsClient whether a bean injects a type that needs an OAuth client
 * @param ownClient whether the application has an OAuth client bean of its own
 */
public record LoginRequirements(boolean needsClient, boolean ownClient) {

    static final String NEEDS_CLIENT = "needsClient";
    static final String OWN_CLIENT = "ownClient";

    /** Creates the bean for the container. */
    public static class Bean implements SyntheticBeanCreator<LoginRequirements> {

        /** Creates an instance; called by the container. */
        public Bean() {}

        @Override
        public LoginRequirements create(Instance<Object> lookup, Parameters params) {
            return new LoginRequirements(
                    params.get(NEEDS_CLIENT, Boolean.class), params.get(OWN_CLIENT, Boolean.class));
        }
    }
}
