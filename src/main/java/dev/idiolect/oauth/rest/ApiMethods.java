package dev.idiolect.oauth.rest;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the methods of REST clients, because their lookup by reflection is slow. Belongs to one application or client:
 * a static cache could keep the classes of an undeployed application in memory. Thread-safe.
 */
final class ApiMethods {

    // Some runtimes generate classes for each client that an application builds.
    private static final int MAX_CLASSES = 1000;

    private final Map<Class<?>, Map<Method, Optional<ApiMethod>>> intercepted = new ConcurrentHashMap<>();
    private final Map<Class<?>, Map<Method, Optional<ApiMethod>>> declared = new ConcurrentHashMap<>();

    /** Like {@link ApiMethod#of}. */
    ApiMethod of(Method method, @Nullable Object target) {
        Class<?> type = target == null ? method.getDeclaringClass() : target.getClass();
        // Never empty: ApiMethod.of throws an exception instead.
        return cached(intercepted, type, method, () -> Optional.of(ApiMethod.of(method, target)))
                .orElseThrow();
    }

    /** Like {@link ApiMethod#find}. */
    @Nullable
    ApiMethod find(Class<?> api, Method method) {
        return cached(declared, api, method, () -> Optional.ofNullable(ApiMethod.find(api, method)))
                .orElse(null);
    }

    private static Optional<ApiMethod> cached(
            Map<Class<?>, Map<Method, Optional<ApiMethod>>> cache,
            Class<?> type,
            Method method,
            Supplier<Optional<ApiMethod>> search) {
        Map<Method, Optional<ApiMethod>> methods = cache.get(type);
        Optional<ApiMethod> known = methods == null ? null : methods.get(method);
        if (known != null) {
            return known;
        }
        Optional<ApiMethod> found = search.get();
        if (cache.size() >= MAX_CLASSES) {
            cache.clear();
        }
        cache.computeIfAbsent(type, any -> new ConcurrentHashMap<>()).put(method, found);
        return found;
    }
}
