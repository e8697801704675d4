package dev.idiolect.oauth.rest;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a call of the application from other calls that it makes meanwhile. Immutable.
 *
 * @param api the method
 * @param named the accounts that its arguments name
 * @param caller the thread on which the active account was determined, or null if it was not needed, or is fixed
 */
record CallIdentity(
        ApiMethod api, AccountArguments named, @Nullable Thread caller) {

    /** Returns whether an intercepted call is an attempt of this call. Some runtimes intercept each attempt. */
    boolean isReenteredBy(ApiMethod other, AccountArguments otherNamed) {
        return isCallOf(other.method()) && named.isSame(otherNamed);
    }

    boolean isCallOf(Method method) {
        return api.isSame(method);
    }

    /** Returns whether this thread is the caller and its active account is another one. */
    boolean isForOtherAccount(String did, Supplier<String> activeAccount) {
        return caller == Thread.currentThread() && !did.equals(activeAccount.get());
    }
}
