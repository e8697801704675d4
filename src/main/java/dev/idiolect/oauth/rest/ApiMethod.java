package dev.idiolect.oauth.rest;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A REST client method with one of this library's annotations, on the method or on its interface. */
final class ApiMethod {

    private final Class<?> api;
    private final Method method;
    private final Routing routing;
    private final AccountParameters accountParameters;

    private ApiMethod(Class<?> api, Method method, Routing routing) {
        this.api = api;
        this.method = method;
        this.routing = routing;
        accountParameters = new AccountParameters(method);
    }

    /**
     * Returns the interface method behind an intercepted one. The intercepted method may belong to a class that the
     * runtime generated, without the interface's annotations.
     */
    static ApiMethod of(Method intercepted, @Nullable Object target) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (target != null) {
            collect(target.getClass(), types);
        }
        collect(intercepted.getDeclaringClass(), types);
        for (Class<?> type : types) {
            ApiMethod found = type.isInterface() ? find(type, intercepted) : null;
            if (found != null) {
                return found;
            }
        }
        throw new UnsignedCallException("Cannot sign "
                + intercepted.getDeclaringClass().getName() + "."
                + intercepted.getName() + ": it implements no interface with @DpopSigned, which belongs on MicroProfile"
                + " REST client interfaces and their methods");
    }

    /** Returns the method of an interface, or null if it has none of this library's annotations. */
    static @Nullable ApiMethod find(Class<?> api, Method intercepted) {
        Method method;
        try {
            method = api.getMethod(intercepted.getName(), intercepted.getParameterTypes());
        } catch (NoSuchMethodException absent) {
            return null;
        }
        Routing routing = Routing.of(api, method);
        return routing == null ? null : new ApiMethod(api, method, routing);
    }

    /** Returns whether the other method is this method, possibly declared in a superinterface. */
    boolean isSame(Method other) {
        return method.equals(other) || hasSignatureOf(other);
    }

    private boolean hasSignatureOf(Method other) {
        return method.getName().equals(other.getName())
                && Arrays.equals(method.getParameterTypes(), other.getParameterTypes())
                && (other.getDeclaringClass().isAssignableFrom(api) || api.isAssignableFrom(other.getDeclaringClass()));
    }

    Method method() {
        return method;
    }

    Routing routing() {
        return routing;
    }

    AccountParameters accountParameters() {
        return accountParameters;
    }

    String name() {
        return api.getSimpleName() + "." + method.getName();
    }

    private static void collect(Class<?> from, Set<Class<?>> types) {
        Deque<Class<?>> queue = new ArrayDeque<>();
        queue.add(from);
        while (!queue.isEmpty()) {
            Class<?> type = queue.remove();
            if (types.add(type)) {
                queue.addAll(Arrays.asList(type.getInterfaces()));
                if (type.getSuperclass() != null) {
                    queue.add(type.getSuperclass());
                }
            }
        }
    }
}
