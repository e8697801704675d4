package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanDisposer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Creates the configured store, unless the application has its own. Public only for the container. */
public class DefaultStoreBean implements SyntheticBeanCreator<OAuthTokenStore>, SyntheticBeanDisposer<OAuthTokenStore> {

    private static final Logger LOG = System.getLogger(DefaultStoreBean.class.getName());

    /** Creates an instance; called by the container. */
    public DefaultStoreBean() {}

    @Override
    public OAuthTokenStore create(Instance<Object> lookup, Parameters params) {
        OAuthConfig config = BeanLookup.get(lookup, OAuthConfig.class);
        return Stores.open(config.store(), () -> BeanLookup.beans(lookup, OAuthConfig.class));
    }

    @Override
    public void dispose(OAuthTokenStore store, Instance<Object> lookup, Parameters params) {
        if (store instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
    }

    // The application has ended, so a failure can only be logged.
    private static void closeQuietly(AutoCloseable store) {
        try {
            store.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "IDOA-0215: Closing " + store.getClass().getSimpleName() + " failed", e);
        }
    }
}
