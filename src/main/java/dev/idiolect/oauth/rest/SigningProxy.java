package dev.idiolect.oauth.rest;

import java.io.Closeable;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Intercepts the calls of clients that no container intercepts. */
final class SigningProxy implements InvocationHandler {

    private static final Object[] NONE = {};

    private final SignedCalls calls;
    private final Class<?> api;
    private final Object client;

    private SigningProxy(SignedCalls calls, Class<?> api, Object client) {
        this.calls = calls;
        this.api = api;
        this.client = client;
    }

    static <T> T wrap(SignedCalls calls, Class<T> api, T client) {
        if (!api.isInterface() || !Routing.appliesTo(api)) {
            throw new IllegalArgumentException(
                    "Cannot wrap " + api.getName() + ": use an interface with @DpopSigned on it or on a method");
        }
        if (Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof SigningProxy) {
            return client;
        }
        Set<Class<?>> types = new LinkedHashSet<>();
        types.add(api);
        if (client instanceof Closeable) {
            types.add(Closeable.class);
        } else if (client instanceof AutoCloseable) {
            types.add(AutoCloseable.class);
        }
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), types.toArray(Class<?>[]::new), new SigningProxy(calls, api, client)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] nonNull = arguments == null ? NONE : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return invokeObjectMethod(proxy, method, nonNull);
        }
        if (method.isDefault()) {
            return invokeDefault(proxy, method, nonNull);
        }
        ApiMethod annotated = calls.find(api, method);
        return annotated == null
                ? invokeClient(method, nonNull)
                : calls.call(annotated, new ProxiedInvocation(method, nonNull));
    }

    private @Nullable Object invokeClient(Method method, Object[] arguments) throws Exception {
        // The application's interface may be package-private.
        method.trySetAccessible();
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    // On the proxy instead of the client, so that the calls of the default method are signed too.
    private static @Nullable Object invokeDefault(Object proxy, Method method, Object[] arguments) throws Throwable {
        Class<?> declaring = method.getDeclaringClass();
        return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .bindTo(proxy)
                .invokeWithArguments(arguments);
    }

    private Object invokeObjectMethod(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Signed[" + api.getName() + "@" + Integer.toHexString(System.identityHashCode(client)) + "]";
        };
    }

    private final class ProxiedInvocation implements Invocation {

        private final Method method;
        private volatile Object[] arguments;

        ProxiedInvocation(Method method, Object[] arguments) {
            this.method = method;
            this.arguments = arguments;
        }

        @Override
        public Object[] arguments() {
            return arguments;
        }

        @Override
        public void setArguments(Object[] replacement) {
            arguments = replacement;
        }

        @Override
        public @Nullable Object proceed() throws Exception {
            return invokeClient(method, arguments);
        }
    }
}
