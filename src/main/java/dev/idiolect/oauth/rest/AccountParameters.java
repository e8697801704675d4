package dev.idiolect.oauth.rest;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a method that name its account or repository. Thread-safe. */
final class AccountParameters {

    private static final String REPO = "repo";

    /** The meaning of a parameter. */
    enum Role {
        ACCOUNT,
        REPO,
        OTHER
    }

    private final Role[] roles;
    private final Map<Class<?>, Optional<Method>> accessors = new ConcurrentHashMap<>();

    AccountParameters(Method method) {
        roles = Arrays.stream(method.getParameterAnnotations())
                .map(AccountParameters::role)
                .toArray(Role[]::new);
    }

    private static Role role(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof HeaderParam param && param.value().equalsIgnoreCase(DpopSigned.ACCOUNT)) {
                return Role.ACCOUNT;
            }
        }
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam param && param.value().equals(REPO)) {
                return Role.REPO;
            }
        }
        return Role.OTHER;
    }

    Role role(int parameter) {
        return roles[parameter];
    }

    /** Returns the {@code repo} component of an application's record, or null if it has none. */
    @Nullable
    Object repoOf(Record record) {
        Optional<Method> accessor = accessors.get(record.getClass());
        if (accessor == null) {
            accessor = accessor(record.getClass());
            accessors.put(record.getClass(), accessor);
        }
        return accessor.isEmpty() ? null : read(accessor.get(), record);
    }

    private static Optional<Method> accessor(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().equals(REPO) && component.getType() == String.class) {
                Method accessor = component.getAccessor();
                accessor.trySetAccessible();
                return Optional.of(accessor);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object read(Method accessor, Record record) {
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AccountException(
                    "Cannot read the account from " + record.getClass().getName() + ".repo(): make the record public",
                    e);
        }
    }
}
