package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/**
 * What the application does with logins, as {@link OAuthExtension} found; for the container, which needs it public.
 *
 * @param asked whether a bean asks for what there is with a client alone
 * @param ownClient whether the application brings a client of its own
 */
public record LoginRequirements(boolean asked, boolean ownClient) {

    static final String ASKED = "asked";
    static final String OWN_CLIENT = "ownClient";

    /** Makes the bean; for the container. */
    public static class Bean implements SyntheticBeanCreator<LoginRequirements> {

        /** Creates the creator; for the container. */
        public Bean() {}

        @Override
        public LoginRequirements create(Instance<Object> lookup, Parameters params) {
            return new LoginRequirements(params.get(ASKED, Boolean.class), params.get(OWN_CLIENT, Boolean.class));
        }
    }
}
