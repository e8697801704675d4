package dev.idiolect.oauth.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * The first door: calls of injected clients that bear {@link DpopSigned}. By its priority inside Fault Tolerance's interceptors;
 * Open Liberty puts those of a client's methods inside all the same.
 */
@Interceptor
@DpopSigned
@Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
class DpopSignedInterceptor {

    private final SignedCalls calls;

    @Inject
    DpopSignedInterceptor(SignedCalls calls) {
        this.calls = calls;
    }

    @AroundInvoke
    Object carryOut(InvocationContext context) throws Exception {
        return calls.intercept(context.getMethod(), context.getTarget(), new InterceptedInvocation(context));
    }
}
