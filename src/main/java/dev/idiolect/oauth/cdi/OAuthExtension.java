package dev.idiolect.oauth.cdi;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Adds a store and a refresher to an application that has none of its own. CDI has no beans that step back for others, and
 * two of a type would be ambiguous.
 */
public class OAuthExtension implements BuildCompatibleExtension {

    private boolean storeFound;
    private boolean refresherFound;

    /** Creates the extension; for the container. */
    public OAuthExtension() {}

    /**
     * Notes that the application has a store; for the container.
     *
     * @param bean a bean that is one
     */
    @Registration(types = OAuthTokenStore.class)
    public void store(BeanInfo bean) {
        storeFound |= isDefault(bean);
    }

    /**
     * Notes that the application has a refresher; for the container.
     *
     * @param bean a bean that is one
     */
    @Registration(types = Refresher.class)
    public void refresher(BeanInfo bean) {
        refresherFound |= isDefault(bean);
    }

    /**
     * Adds what the application does not have; for the container.
     *
     * @param components where it is added
     */
    @Synthesis
    public void addDefaults(SyntheticComponents components) {
        if (!storeFound) {
            components
                    .addBean(OAuthTokenStore.class)
                    .type(OAuthTokenStore.class)
                    .scope(Singleton.class)
                    .createWith(DefaultStoreBean.class)
                    .disposeWith(DefaultStoreBean.class);
        }
        if (!refresherFound) {
            components
                    .addBean(Refresher.class)
                    .type(Refresher.class)
                    .scope(Singleton.class)
                    .createWith(DefaultRefresherBean.class);
        }
    }

    // A bean with a qualifier of its own is another one, beside which "the" store is still missing.
    private static boolean isDefault(BeanInfo bean) {
        return bean.qualifiers().stream()
                .map(qualifier -> qualifier.name())
                .allMatch(name -> name.equals(Default.class.getName())
                        || name.equals(Any.class.getName())
                        || name.equals(Named.class.getName()));
    }
}
