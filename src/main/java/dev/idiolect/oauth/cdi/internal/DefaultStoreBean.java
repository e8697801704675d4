package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanDisposer;

/** The store of an application that brings none of its own; for the container, which needs it public. */
public class DefaultStoreBean implements SyntheticBeanCreator<OAuthTokenStore>, SyntheticBeanDisposer<OAuthTokenStore> {

    /** Creates the creator; for the container. */
    public DefaultStoreBean() {}

    @Override
    public OAuthTokenStore create(Instance<Object> lookup, Parameters params) {
        return Stores.open(BeanLookup.get(lookup, OAuthConfig.class));
    }

    @Override
    public void dispose(OAuthTokenStore store, Instance<Object> lookup, Parameters params) {
        if (store instanceof AutoCloseable closeable) {
            Closing.quietly(closeable);
        }
    }
}
