package dev.idiolect.oauth.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts injected clients with {@link DpopSigned}. Its priority places it inside the interceptors of Fault
 * Tolerance. Open Liberty nevertheless runs Fault Tolerance interceptors on client methods inside it.
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
    @Nullable
    Object intercept(InvocationContext context) throws Exception {
        return calls.intercept(context.getMethod(), context.getTarget(), new InterceptedInvocation(context));
    }
}
