package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Adds beans to an application that has none of its own, such as a store, as CDI has no beans that step back for others;
 * and stops a deployment that would sign what is no REST client.
 */
public class OAuthExtension implements BuildCompatibleExtension {

    // What can't be made without a client: whoever injects it is to hear that at the start.
    private static final Set<String> NEEDS_CLIENT =
            Set.of(LoginFlow.class.getName(), OAuthClient.class.getName(), ClientMetadata.class.getName());

    private final Set<String> found = new HashSet<>();
    private boolean loginAsked;

    /** Creates the extension; for the container. */
    public OAuthExtension() {}

    /**
     * Notes what the application has itself; for the container.
     *
     * @param bean a bean that could be added
     */
    @Registration(
            types = {
                OAuthTokenStore.class,
                Refresher.class,
                OAuthClient.class,
                ClientMetadata.class,
                IdentityResolver.class,
                LoginSettings.class,
                LoginFlow.class,
                Logout.class,
                AppPasswordLogin.class
            })
    public void noteOwn(BeanInfo bean) {
        if (isDefault(bean)) {
            bean.types().stream().filter(Type::isClass).forEach(type -> found.add(name(type)));
        }
    }

    /**
     * Notes whether a bean asks for logins; for the container.
     *
     * @param bean any bean of the application
     */
    @Registration(types = Object.class)
    public void noteLogin(BeanInfo bean) {
        loginAsked |= bean.injectionPoints().stream()
                .anyMatch(point -> point.type().isClass() && NEEDS_CLIENT.contains(name(point.type())));
    }

    private static String name(Type type) {
        return type.asClass().declaration().name();
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
        if (isMissing(OAuthTokenStore.class)) {
            add(components, OAuthTokenStore.class, DefaultStoreBean.class).disposeWith(DefaultStoreBean.class);
        }
        addIfMissing(components, Refresher.class, DefaultRefresherBean.class);
        addIfMissing(components, OAuthClient.class, DefaultLoginBeans.Client.class);
        addIfMissing(components, ClientMetadata.class, DefaultLoginBeans.Metadata.class);
        addIfMissing(components, IdentityResolver.class, DefaultLoginBeans.Identities.class);
        addIfMissing(components, LoginSettings.class, DefaultLoginBeans.Context.class);
        addIfMissing(components, LoginFlow.class, DefaultLoginBeans.Flow.class);
        addIfMissing(components, Logout.class, DefaultLoginBeans.SignOut.class);
        addIfMissing(components, AppPasswordLogin.class, DefaultLoginBeans.AppPassword.class);
        add(components, LoginRequirements.class, LoginRequirements.Bean.class)
                .withParam(LoginRequirements.ASKED, loginAsked)
                .withParam(LoginRequirements.OWN_CLIENT, !isMissing(OAuthClient.class));
    }

    private boolean isMissing(Class<?> type) {
        return !found.contains(type.getName());
    }

    private <T> void addIfMissing(
            SyntheticComponents components, Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (isMissing(type)) {
            add(components, type, creator);
        }
    }

    private static <T> SyntheticBeanBuilder<T> add(
            SyntheticComponents components, Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        return components.addBean(type).type(type).scope(Singleton.class).createWith(creator);
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
