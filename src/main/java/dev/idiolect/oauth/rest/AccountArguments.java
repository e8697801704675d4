package dev.idiolect.oauth.rest;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments of a call say about its account.
 *
 * @param account the account that they name
 * @param repo the repository that a query asks for, which may be anybody's
 */
record AccountArguments(@Nullable String account, @Nullable String repo) {

    private static final String REPO = "repo";

    static AccountArguments in(ApiMethod api, Object[] arguments) {
        String account = null;
        String repo = null;
        Annotation[][] annotations = api.method().getParameterAnnotations();
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (bears(annotations[i], DpopSigned.ACCOUNT)) {
                account = one(api, account, text(argument));
            } else if (asks(annotations[i], REPO)) {
                repo = text(argument);
            } else if (argument instanceof Record record) {
                account = one(api, account, text(repoOf(record)));
            }
        }
        return new AccountArguments(account, repo);
    }

    // Not by equals: JDK 17 holds the class of the record that was compared last, and so an application that has ended
    // (JDK-8078641).
    boolean isSame(AccountArguments other) {
        return Objects.equals(account, other.account) && Objects.equals(repo, other.repo);
    }

    private static @Nullable String one(ApiMethod api, @Nullable String known, @Nullable String more) {
        if (known != null && more != null && !known.equals(more)) {
            throw new AccountException(
                    "The arguments of " + api.name() + " name two accounts, " + AccountSelector.printable(known)
                            + " and " + AccountSelector.printable(more) + "; pass one of them");
        }
        return known != null ? known : more;
    }

    private static boolean bears(Annotation[] annotations, String header) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof HeaderParam param && param.value().equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asks(Annotation[] annotations, String name) {
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
                    "The account could not be read from " + record.getClass().getName() + ".repo(): make it public");
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().trim();
    }
}
