package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Intercepts injected clients with {@link PdsRouted}, inside the interceptors of Fault Tolerance. */
@Interceptor
@PdsRouted
@Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
class PdsRoutedInterceptor {

    private final SignedCalls calls;

    @Inject
    PdsRoutedInterceptor(SignedCalls calls) {
        this.calls = calls;
    }

    @AroundInvoke
    @Nullable
    Object intercept(InvocationContext context) throws Exception {
        return calls.intercept(context.getMethod(), context.getTarget(), new InterceptedInvocation(context));
    }
}
