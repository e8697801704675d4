package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/**
 * The login requirements of the application, as found by {@link OAuthExtension}. Public only for the container.
 *
 * @param needsClient whether a bean injects a type that needs an OAuth client
 * @param ownClient whether the application has its own OAuth client bean
 * @param resourcePath the {@code @Path} of the application's login resource; empty if it has none, or several
 */
public record LoginRequirements(boolean needsClient, boolean ownClient, String resourcePath) {

    static final String NEEDS_CLIENT = "needsClient";
    static final String OWN_CLIENT = "ownClient";
    static final String RESOURCE_PATH = "resourcePath";

    /** Creates the bean for the container. */
    public static class Bean implements SyntheticBeanCreator<LoginRequirements> {

        /** Creates an instance; called by the container. */
        public Bean() {}

        @Override
        public LoginRequirements create(Instance<Object> lookup, Parameters params) {
            return new LoginRequirements(
                    params.get(NEEDS_CLIENT, Boolean.class),
                    params.get(OWN_CLIENT, Boolean.class),
                    params.get(RESOURCE_PATH, String.class));
        }
    }
}
