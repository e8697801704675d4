package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Logs a warning at startup if a custom store does not override {@link OAuthTokenStore#lock}. Stops the deployment if
 * such a store is used with {@code idiolect.oauth.keep-alive}: all processes would then refresh the same idle sessions.
 */
final class StoreLockCheck {

    private static final Logger LOG = System.getLogger(StoreLockCheck.class.getName());

    private StoreLockCheck() {}

    /** @throws ConfigurationException if sessions are kept alive in a store without a lock */
    static void run(Instance<OAuthTokenStore> stores, BeanContainer container, @Nullable Duration keepAlive) {
        Class<?> type = storeClass(stores.getHandle(), container);
        if (type != null && !overridesLock(type)) {
            if (keepAlive != null) {
                throw ConfigurationException.unusable(
                        ConfigKey.KEEP_ALIVE,
                        "the store " + type.getName()
                                + " does not override lock, so two processes that share it would use"
                                + " one refresh token twice, which signs the user out. Override OAuthTokenStore.lock, or"
                                + " set the key to off");
            }
            LOG.log(
                    Level.WARNING,
                    "IDOA-0103: The store {0} does not override lock: two processes that share it can use one refresh"
                            + " token twice, which signs the user out. Override OAuthTokenStore.lock",
                    type.getName());
        }
    }

    // Uses the bean's class: the class of the injected object may be a proxy or a subclass that overrides all methods.
    private static @Nullable Class<?> storeClass(Instance.Handle<OAuthTokenStore> store, BeanContainer container) {
        Bean<OAuthTokenStore> bean = store.getBean();
        Class<?> type = bean.getBeanClass();
        if (!type.isInterface() && OAuthTokenStore.class.isAssignableFrom(type)) {
            return type;
        }
        // The bean comes from a producer, so only the instance reveals its class.
        try {
            return contextual(store, bean, container).getClass();
        } catch (ContextNotActiveException e) {
            LOG.log(Level.DEBUG, "The store''s lock is not checked, because its scope is not active at startup");
            return null;
        }
    }

    private static OAuthTokenStore contextual(
            Instance.Handle<OAuthTokenStore> store, Bean<OAuthTokenStore> bean, BeanContainer container) {
        if (!container.isNormalScope(bean.getScope())) {
            return store.get();
        }
        Context context = container.getContext(bean.getScope());
        return context.get(bean, container.createCreationalContext(bean));
    }

    private static boolean overridesLock(Class<?> type) {
        try {
            return type.getMethod("lock", String.class, Duration.class).getDeclaringClass() != OAuthTokenStore.class;
        } catch (NoSuchMethodException e) {
            // Unknown: a native image without reflection data for the class. No warning then.
            return true;
        }
    }
}
