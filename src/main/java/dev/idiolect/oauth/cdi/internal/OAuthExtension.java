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
import dev.idiolect.oauth.rest.internal.UnrepeatedPosts;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
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
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.Path;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Registers default beans that an application can replace, and rejects {@code @DpopSigned} on beans that are not REST
 * clients.
 */
public class OAuthExtension implements BuildCompatibleExtension {

    // Types that need an OAuth client. Without a configured client, an application that injects one fails at startup.
    private static final Set<String> NEEDS_CLIENT =
            Set.of(LoginFlow.class.getName(), OAuthClient.class.getName(), ClientMetadata.class.getName());

    // By name, because its class needs Jakarta REST, which an application without sign-in may lack.
    private static final String LOGIN_RESOURCE = "dev.idiolect.oauth.web.LoginResource";

    private static final Logger LOG = System.getLogger(OAuthExtension.class.getName());

    private final Set<String> found = new HashSet<>();
    private final Set<String> resourcePaths = new HashSet<>();
    private boolean needsClient;

    /** Creates the extension; called by the container. */
    public OAuthExtension() {
        UnrepeatedPosts.ensureAtStart();
    }

    /**
     * Records which defaults the application replaces; called by the container.
     *
     * @param bean a bean of a type that has a default
     */
    @Registration(
            types = {
                OAuthTokenStore.class,
                Refresher.class,
                Telemetry.class,
                OAuthClient.class,
                ClientMetadata.class,
                IdentityResolver.class,
                LoginSettings.class,
                LoginFlow.class,
                Logout.class,
                AppPasswordLogin.class
            })
    public void noteOwnBean(BeanInfo bean) {
        if (isDefault(bean)) {
            bean.types().stream().filter(Type::isClass).forEach(type -> found.add(name(type)));
        }
    }

    /**
     * Records what a bean needs and which path it has, and rejects a signed bean that is not a REST client; called by the
     * container.
     *
     * @param bean any bean of the application
     * @param messages receives the error
     */
    @Registration(types = Object.class)
    public void checkBean(BeanInfo bean, Messages messages) {
        needsClient = needsClient || injectsClient(bean);
        if (bean.isClassBean()) {
            ClassInfo type = bean.declaringClass();
            noteLoginResource(type);
            rejectSigned(bean, type, messages);
        }
    }

    private static boolean injectsClient(BeanInfo bean) {
        return bean.injectionPoints().stream()
                .map(point -> point.type())
                .anyMatch(type -> mayNeedClient(type) && type.isClass() && NEEDS_CLIENT.contains(name(type)));
    }

    // To return a name, Weld reads all members of the class, which takes long for all injected types of an application.
    // Its types and those of ArC describe themselves by their names. Other implementations need not.
    private static boolean mayNeedClient(Type type) {
        String description = type.toString();
        return description.startsWith(type.getClass().getName() + "@")
                || NEEDS_CLIENT.stream().anyMatch(description::contains);
    }

    private void noteLoginResource(ClassInfo bean) {
        for (ClassInfo type = bean; type.superClass() != null; type = type.superClassDeclaration()) {
            if (type.name().equals(LOGIN_RESOURCE)) {
                AnnotationInfo path = bean.annotation(Path.class);
                resourcePaths.add(path == null ? "" : path.value().asString());
                return;
            }
        }
    }

    private static String name(Type type) {
        return type.asClass().declaration().name();
    }

    private static void rejectSigned(BeanInfo bean, ClassInfo type, Messages messages) {
        // Skips this library's interceptors, which are annotated too. isInterceptor() is not reliable everywhere.
        if (isRestClient(bean) || type.hasAnnotation(Interceptor.class)) {
            return;
        }
        boolean signed = isSigned(type) || type.methods().stream().anyMatch(OAuthExtension::isSigned);
        if (signed) {
            messages.error(
                    "@DpopSigned and @PdsRouted are only allowed on MicroProfile REST client interfaces and their methods: "
                            + type.name() + " is not one. Remove the annotation",
                    bean);
        }
    }

    // Some runtimes generate a class with the interface's annotations from a REST client interface.
    private static boolean isRestClient(BeanInfo bean) {
        return bean.qualifiers().stream().anyMatch(qualifier -> qualifier.name().equals(RestClient.class.getName()));
    }

    private static boolean isSigned(DeclarationInfo declaration) {
        return declaration.hasAnnotation(DpopSigned.class) || declaration.hasAnnotation(PdsRouted.class);
    }

    /**
     * Adds the default beans that the application does not replace; called by the container.
     *
     * @param components receives the beans
     */
    @Synthesis
    public void addDefaults(SyntheticComponents components) {
        if (isMissing(OAuthTokenStore.class)) {
            add(components, OAuthTokenStore.class, DefaultStoreBean.class).disposeWith(DefaultStoreBean.class);
        }
        addIfMissing(components, Refresher.class, DefaultRefresherBean.class);
        addIfMissing(components, Telemetry.class, DefaultTelemetryBean.class);
        addIfMissing(components, OAuthClient.class, DefaultLoginBeans.Client.class);
        addIfMissing(components, ClientMetadata.class, DefaultLoginBeans.Metadata.class);
        addIfMissing(components, IdentityResolver.class, DefaultLoginBeans.Identities.class);
        if (isMissing(LoginSettings.class)) {
            add(components, LoginSettings.class, DefaultLoginBeans.Settings.class)
                    .disposeWith(DefaultLoginBeans.Settings.class);
        }
        addIfMissing(components, LoginFlow.class, DefaultLoginBeans.Flow.class);
        addHealthCheck(components);
        addIfMissing(components, Logout.class, DefaultLoginBeans.SignOut.class);
        addIfMissing(components, AppPasswordLogin.class, DefaultLoginBeans.AppPassword.class);
        add(components, ApplicationBeans.class, ApplicationBeans.Bean.class)
                .withParam(ApplicationBeans.NEEDS_CLIENT, needsClient)
                .withParam(ApplicationBeans.OWN_CLIENT, !isMissing(OAuthClient.class))
                .withParam(ApplicationBeans.OWN_STORE, !isMissing(OAuthTokenStore.class))
                .withParam(
                        ApplicationBeans.RESOURCE_PATH,
                        resourcePaths.size() == 1 ? resourcePaths.iterator().next() : "");
    }

    private static void addHealthCheck(SyntheticComponents components) {
        try {
            HealthBean.addTo(components);
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "No readiness check, because MicroProfile Health is not present: {0}", e.getMessage());
        }
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

    // A bean with a custom qualifier does not replace the default bean.
    private static boolean isDefault(BeanInfo bean) {
        return bean.qualifiers().stream()
                .map(qualifier -> qualifier.name())
                .allMatch(name -> name.equals(Default.class.getName())
                        || name.equals(Any.class.getName())
                        || name.equals(Named.class.getName()));
    }
}
