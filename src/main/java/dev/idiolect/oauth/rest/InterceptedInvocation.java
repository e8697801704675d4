package dev.idiolect.oauth.rest;

import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** A call that reaches this library through a CDI interceptor. */
final class InterceptedInvocation implements Invocation {

    private static final Object[] NONE = {};

    private final InvocationContext context;

    InterceptedInvocation(InvocationContext context) {
        this.context = context;
    }

    @Override
    public Object[] arguments() {
        // Some runtimes return null if the method has no parameters.
        Object[] arguments = context.getParameters();
        return arguments == null ? NONE : arguments;
    }

    @Override
    public void setArguments(Object[] arguments) {
        context.setParameters(arguments);
    }

    @Override
    public @Nullable Object proceed() throws Exception {
        return context.proceed();
    }
}
