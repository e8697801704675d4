package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;

class JsonStartupTest {

    @Test
    void applicationWithJsonBStarts() {
        assertThatCode(() -> new JsonStartup().start("started")).doesNotThrowAnyException();
    }

    @Test
    void missingApiStopsTheStartWithTheFix() {
        assertThatThrownBy(() -> startWithout("jakarta.json."))
                .isInstanceOf(OAuthException.class)
                .hasMessageContainingAll("JSON-B", "io.quarkus:quarkus-jsonb", "org.eclipse:yasson")
                .cause()
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void missingImplementationStopsTheStartWithTheFix() {
        assertThatThrownBy(() -> startWithout("org.eclipse.yasson."))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("org.eclipse:yasson");
    }

    private static void startWithout(String prefix) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader application = new Without(prefix);
        thread.setContextClassLoader(application);
        try {
            Class<?> type = application.loadClass(JsonStartup.class.getName());
            assertThat(type).isNotSameAs(JsonStartup.class);
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method start = type.getDeclaredMethod("start", Object.class);
            start.setAccessible(true);
            start.invoke(constructor.newInstance(), "started");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** An application's class path without the classes of a prefix. */
    private static final class Without extends ClassLoader {

        private final String prefix;

        Without(String prefix) {
            super(JsonStartupTest.class.getClassLoader());
            this.prefix = prefix;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(prefix)) {
                throw new ClassNotFoundException(name);
            }
            // Classes that refer to the missing ones must be defined by this loader.
            return name.startsWith("jakarta.json.") || name.equals(JsonStartup.class.getName())
                    ? own(name)
                    : super.loadClass(name, resolve);
        }

        private synchronized Class<?> own(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = bytes.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/") ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }
}
