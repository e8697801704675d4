package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.testkit.internal.FakePds;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt during the first request does not break the classes of HttpClient for later ones. */
@Timeout(60)
class InterruptedClassLoadingTest {

    private static final String OURS = "dev.idiolect.oauth.internal.http.";
    private static final String HTTP_CLIENT = "org.apache.hc.";

    /** Loads afresh, and fails for interrupted threads like class loaders that read jars through a file channel. */
    private static final class FragileLoader extends URLClassLoader {

        FragileLoader(URL[] urls) {
            super(urls, FragileLoader.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS) && !name.startsWith(HTTP_CLIENT)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null
                        && name.startsWith(HTTP_CLIENT)
                        && Thread.currentThread().isInterrupted()) {
                    throw new ClassNotFoundException(name + ": closed by interrupt");
                }
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    private static URLClassLoader fragileLoader() {
        Set<URL> urls = Stream.of(
                        SsrfSafeHttpClient.class, HttpClientBuilder.class, HttpHost.class, HttpVersionPolicy.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .collect(Collectors.toSet());
        return new FragileLoader(urls.toArray(URL[]::new));
    }

    @Test
    void interruptedFirstRequestHarmsNoLaterOne() throws Exception {
        try (FakePds fake = FakePds.start();
                URLClassLoader loader = fragileLoader()) {
            Class<?> policies = loader.loadClass(NetworkPolicy.class.getName());
            Class<?> clients = loader.loadClass(SsrfSafeHttpClient.class.getName());
            Object policy = policies.getMethod("of", boolean.class).invoke(null, true);
            Object client =
                    clients.getConstructor(Duration.class, policies).newInstance(Duration.ofSeconds(20), policy);
            Method get = clients.getMethod("getJson", URI.class);
            URI url = URI.create(fake.pdsUrl() + FakePds.PROTECTED_RESOURCE);

            Thread.currentThread().interrupt();
            Throwable interrupted = catchThrowable(() -> get.invoke(client, url));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).isInstanceOf(InvocationTargetException.class);
            assertThat(interrupted.getCause()).hasMessageContaining("interrupted while waiting");

            assertThat(get.invoke(client, url)).hasToString("HttpResponse[HTTP 200]");
        }
    }
}
