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

/** The second door, for clients that no container intercepts. */
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

    static <T> T around(SignedCalls calls, Class<T> api, T client) {
        if (!api.isInterface() || !Routing.anyIn(api)) {
            throw new IllegalArgumentException(
                    api.getName() + " is no REST client interface with @DpopSigned or @PdsRouted on it or on a method");
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
        Object[] given = arguments == null ? NONE : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, given);
        }
        if (method.isDefault()) {
            return runDefault(proxy, method, given);
        }
        ApiMethod ours = ApiMethod.find(api, method);
        return ours == null ? pass(method, given) : calls.carryOut(ours, new Passing(method, given));
    }

    private @Nullable Object pass(Method method, Object[] arguments) throws Exception {
        // The interface can be package-private in the application.
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

    // Run on the proxy and not on the client, so that what it calls is signed too.
    private static @Nullable Object runDefault(Object proxy, Method method, Object[] arguments) throws Throwable {
        Class<?> declaring = method.getDeclaringClass();
        return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .bindTo(proxy)
                .invokeWithArguments(arguments);
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Signed[" + api.getName() + "@" + Integer.toHexString(System.identityHashCode(client)) + "]";
        };
    }

    /** One call on its way to the client. */
    private final class Passing implements Invocation {

        private final Method method;
        private volatile Object[] arguments;

        Passing(Method method, Object[] arguments) {
            this.method = method;
            this.arguments = arguments;
        }

        @Override
        public Object[] arguments() {
            return arguments;
        }

        @Override
        public void replace(Object[] next) {
            arguments = next;
        }

        @Override
        public @Nullable Object proceed() throws Exception {
            return pass(method, arguments);
        }
    }
}
