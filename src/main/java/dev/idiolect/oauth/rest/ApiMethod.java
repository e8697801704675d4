package dev.idiolect.oauth.rest;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A method of a REST client interface that bears our annotation, itself or through its interface. */
record ApiMethod(Class<?> api, Method method, Routing treatment) {

    /**
     * Returns the interface's method behind one that an interceptor sees: that one can belong to a class which the runtime
     * has generated, without the interface's annotations.
     */
    static ApiMethod of(Method seen, @Nullable Object target) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (target != null) {
            collect(target.getClass(), types);
        }
        collect(seen.getDeclaringClass(), types);
        for (Class<?> type : types) {
            ApiMethod found = type.isInterface() ? find(type, seen) : null;
            if (found != null) {
                return found;
            }
        }
        throw new UnsignedCallException("@DpopSigned and @PdsRouted work on MicroProfile REST client interfaces; "
                + seen.getDeclaringClass().getName() + "." + seen.getName()
                + " implements none that bears one of them");
    }

    /** Returns the method of one interface, or null if its calls are none of our business. */
    static @Nullable ApiMethod find(Class<?> api, Method seen) {
        Method method;
        try {
            method = api.getMethod(seen.getName(), seen.getParameterTypes());
        } catch (NoSuchMethodException absent) {
            return null;
        }
        Routing treatment = Routing.of(api, method);
        return treatment == null ? null : new ApiMethod(api, method, treatment);
    }

    /** Whether it is the same method, perhaps seen through a super-interface. */
    boolean isSame(Method other) {
        return method.getName().equals(other.getName())
                && Arrays.equals(method.getParameterTypes(), other.getParameterTypes())
                && (other.getDeclaringClass().isAssignableFrom(api) || api.isAssignableFrom(other.getDeclaringClass()));
    }

    String name() {
        return api.getSimpleName() + "." + method.getName();
    }

    private static void collect(Class<?> from, Set<Class<?>> types) {
        Deque<Class<?>> left = new ArrayDeque<>();
        left.add(from);
        while (!left.isEmpty()) {
            Class<?> type = left.remove();
            if (types.add(type)) {
                left.addAll(Arrays.asList(type.getInterfaces()));
                if (type.getSuperclass() != null) {
                    left.add(type.getSuperclass());
                }
            }
        }
    }
}
