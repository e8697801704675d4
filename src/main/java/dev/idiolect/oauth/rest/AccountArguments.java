package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.rest.internal.RepoArgument;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account and the repository named by the arguments of a call.
 *
 * @param account the account, or null
 * @param repo the repository of a query, which may belong to any account; or null
 */
record AccountArguments(@Nullable String account, @Nullable String repo) {

    private static final String REPO = "repo";

    static AccountArguments of(ApiMethod api, Object[] arguments) {
        String account = null;
        String repo = null;
        Annotation[][] annotations = api.method().getParameterAnnotations();
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (hasHeader(annotations[i], DpopSigned.ACCOUNT)) {
                account = merge(api, account, text(argument));
            } else if (hasQuery(annotations[i], REPO)) {
                repo = text(argument);
            } else if (argument instanceof RepoArgument request) {
                account = merge(api, account, text(request.repo()));
            } else if (argument instanceof Record record) {
                account = merge(api, account, text(repoOf(record)));
            }
        }
        return new AccountArguments(account, repo);
    }

    // Not equals(): on JDK 17, comparing records pins the application's class loader (JDK-8078641).
    boolean isSame(AccountArguments other) {
        return Objects.equals(account, other.account) && Objects.equals(repo, other.repo);
    }

    private static @Nullable String merge(ApiMethod api, @Nullable String known, @Nullable String other) {
        if (known != null && other != null && !known.equals(other)) {
            throw new AccountException("The arguments of " + api.name() + " name two accounts, "
                    + SafeText.quoted(known) + " and " + SafeText.quoted(other) + "; pass one of them");
        }
        return known != null ? known : other;
    }

    private static boolean hasHeader(Annotation[] annotations, String header) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof HeaderParam param && param.value().equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasQuery(Annotation[] annotations, String name) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam param && param.value().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object repoOf(Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getName().equals(REPO) && component.getType() == String.class) {
                return read(component.getAccessor(), record);
            }
        }
        return null;
    }

    private static @Nullable Object read(Method accessor, Record record) {
        try {
            accessor.trySetAccessible();
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AccountException(
                    "Cannot read the account from " + record.getClass().getName() + ".repo(): make the record public",
                    e);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().trim();
    }
}
