package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** The first door: calls of injected clients that bear {@link PdsRouted}. Inside Fault Tolerance's interceptors. */
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
    Object carryOut(InvocationContext context) throws Exception {
        return calls.intercept(context.getMethod(), context.getTarget(), new InterceptedInvocation(context));
    }
}
