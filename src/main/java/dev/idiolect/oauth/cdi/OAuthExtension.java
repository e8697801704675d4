package dev.idiolect.oauth.cdi;

import dev.idiolect.oauth.client.DpopSigned;
import dev.idiolect.oauth.client.PdsRouted;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Adds a store and a refresher to an application that has none of its own, as CDI has no beans that step back for others;
 * and stops a deployment that would sign what is no REST client.
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
    public void noteStore(BeanInfo bean) {
        storeFound |= isDefault(bean);
    }

    /**
     * Notes that the application has a refresher; for the container.
     *
     * @param bean a bean that is one
     */
    @Registration(types = Refresher.class)
    public void noteRefresher(BeanInfo bean) {
        refresherFound |= isDefault(bean);
    }

    /**
     * Stops the deployment if a bean that is no REST client is to be signed; for the container.
     *
     * @param bean any bean of the application
     * @param messages where the error goes
     */
    @Registration(types = Object.class)
    public void refuseSignedBean(BeanInfo bean, Messages messages) {
        if (!bean.isClassBean() || isRestClient(bean)) {
            return;
        }
        ClassInfo type = bean.declaringClass();
        // Our own bear the annotations too; not every container says isInterceptor() of an interceptor.
        if (type.hasAnnotation(Interceptor.class)) {
            return;
        }
        boolean signed = isOurs(type) || type.methods().stream().anyMatch(OAuthExtension::isOurs);
        if (signed) {
            messages.error(
                    "@DpopSigned and @PdsRouted belong on MicroProfile REST client interfaces and their methods; "
                            + type.name() + " is a bean of another kind. Remove the annotation there",
                    bean);
        }
    }

    // Some runtimes turn a REST client interface into a class with the interface's annotations.
    private static boolean isRestClient(BeanInfo bean) {
        return bean.qualifiers().stream().anyMatch(qualifier -> qualifier.name().equals(RestClient.class.getName()));
    }

    private static boolean isOurs(DeclarationInfo declaration) {
        return declaration.hasAnnotation(DpopSigned.class) || declaration.hasAnnotation(PdsRouted.class);
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
