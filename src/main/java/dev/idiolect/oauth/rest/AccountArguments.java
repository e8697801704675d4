package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.rest.internal.RepoArgument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account and the repository named by the arguments of a call.
 *
 * @param account the account, or null
 * @param repo the repository of a query, which may belong to any account; or null
 */
record AccountArguments(@Nullable String account, @Nullable String repo) {

    static AccountArguments of(ApiMethod api, Object[] arguments) {
        String account = null;
        String repo = null;
        AccountParameters parameters = api.accountParameters();
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            switch (parameters.role(i)) {
                case ACCOUNT -> account = merge(api, account, text(argument));
                case REPO -> repo = text(argument);
                case OTHER -> account = merge(api, account, text(repoOf(parameters, argument)));
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

    private static @Nullable Object repoOf(AccountParameters parameters, @Nullable Object argument) {
        if (argument instanceof RepoArgument request) {
            return request.repo();
        }
        return argument instanceof Record record ? parameters.repoOf(record) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().trim();
    }
}
