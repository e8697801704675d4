package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The startup of an application whose custom store does not override {@code lock}. */
class StoreLockCheckTest {

    @TempDir
    Path directory;

    private static List<String> warnings(Map<String, String> config, Class<?>... beans) {
        try (LogCapture log = new LogCapture(StoreLockCheck.class)) {
            TestApp.start(config, beans).close();
            return log.messages();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SingletonStore.class,
                ProxiedStore.class,
                InterceptedStore.class,
                StoreProducer.class,
                ProxiedStoreProducer.class,
                RequestScopedStore.class
            })
    void storeWithoutALockIsWarnedAbout(Class<?> bean) {
        Class<?> store = OAuthTokenStore.class.isAssignableFrom(bean) ? bean : StoreWithoutLock.class;
        assertThat(warnings(Map.of(), bean, CountingInterceptor.class))
                .singleElement()
                .asString()
                .contains("The store " + store.getName()
                        + " does not override lock: two processes that share it can use one refresh token twice,"
                        + " which signs the user out. Override OAuthTokenStore.lock");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LockingStore.class,
                ProxiedLockingStore.class,
                ProxiedLockingStoreProducer.class,
                RequestScopedStoreProducer.class
            })
    void storeWithALockIsNotWarnedAbout(Class<?> bean) {
        assertThat(warnings(Map.of(), bean)).isEmpty();
    }

    @Test
    void storesOfTheLibraryAreNotWarnedAbout() {
        assertThat(warnings(Map.of())).isEmpty();
        for (String store : List.of("filesystem", "sqlite")) {
            Map<String, String> config = Map.of(
                    "idiolect.oauth.store",
                    store,
                    "idiolect.oauth.store.path",
                    directory.resolve(store).toString());
            assertThat(warnings(config)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {SingletonStore.class, ProxiedStore.class, ProxiedStoreProducer.class})
    void storeWithoutALockIsNotKeptAlive(Class<?> bean) {
        Map<String, String> config = Map.of("idiolect.oauth.keep-alive", "P7D");
        assertThatThrownBy(() -> warnings(config, bean))
                .hasStackTraceContaining("Cannot use idiolect.oauth.keep-alive: the store ")
                .hasStackTraceContaining(
                        " does not override lock, so two processes that share it would use one refresh token twice, which"
                                + " signs the user out. Override OAuthTokenStore.lock, or set the key to off");
        TestApp.start(config, LockingStore.class).close();
    }

    @Singleton
    static class SingletonStore extends StoreWithoutLock {}

    @ApplicationScoped
    static class ProxiedStore extends StoreWithoutLock {}

    @RequestScoped
    static class RequestScopedStore extends StoreWithoutLock {}

    @Singleton
    @Counted
    static class InterceptedStore extends StoreWithoutLock {}

    @ApplicationScoped
    static class StoreProducer {

        @Produces
        @Singleton
        OAuthTokenStore store() {
            return new StoreWithoutLock();
        }
    }

    @ApplicationScoped
    static class ProxiedStoreProducer {

        @Produces
        @ApplicationScoped
        OAuthTokenStore store() {
            return new StoreWithoutLock();
        }
    }

    @Singleton
    static class LockingStore extends StoreWithoutLock {

        @Override
        public SessionLock lock(String did, Duration timeout) {
            return () -> {};
        }
    }

    @ApplicationScoped
    static class ProxiedLockingStore extends LockingStore {}

    @ApplicationScoped
    static class ProxiedLockingStoreProducer {

        @Produces
        @ApplicationScoped
        OAuthTokenStore store() {
            return new LockingStore();
        }
    }

    /** Its class is unknown at startup, when no request is active. */
    @ApplicationScoped
    static class RequestScopedStoreProducer {

        @Produces
        @RequestScoped
        OAuthTokenStore store() {
            return new StoreWithoutLock();
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Counted {}

    @Counted
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class CountingInterceptor {

        @AroundInvoke
        Object around(InvocationContext invocation) throws Exception {
            return invocation.proceed();
        }
    }
}
