package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/**
 * Properties of the application's beans, as found by {@link OAuthExtension}. Public only for the container.
 *
 * @param needsClient whether a bean injects a type that needs an OAuth client
 * @param ownClient whether the application has its own OAuth client bean
 * @param ownStore whether the application has its own store bean
 * @param resourcePath the {@code @Path} of the application's login resource; empty if it has none, or several
 */
public record ApplicationBeans(boolean needsClient, boolean ownClient, boolean ownStore, String resourcePath) {

    static final String NEEDS_CLIENT = "needsClient";
    static final String OWN_CLIENT = "ownClient";
    static final String OWN_STORE = "ownStore";
    static final String RESOURCE_PATH = "resourcePath";

    /** Creates the bean for the container. */
    public static class Bean implements SyntheticBeanCreator<ApplicationBeans> {

        /** Creates an instance; called by the container. */
        public Bean() {}

        @Override
        public ApplicationBeans create(Instance<Object> lookup, Parameters params) {
            return new ApplicationBeans(
                    params.get(NEEDS_CLIENT, Boolean.class),
                    params.get(OWN_CLIENT, Boolean.class),
                    params.get(OWN_STORE, Boolean.class),
                    params.get(RESOURCE_PATH, String.class));
        }
    }
}
