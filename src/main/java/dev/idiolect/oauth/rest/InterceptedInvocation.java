package dev.idiolect.oauth.rest;

import jakarta.interceptor.InvocationContext;

/** A call as an interceptor sees it. */
final class InterceptedInvocation implements Invocation {

    private static final Object[] NONE = {};

    private final InvocationContext context;

    InterceptedInvocation(InvocationContext context) {
        this.context = context;
    }

    @Override
    public Object[] arguments() {
        // Some runtimes have null where there are none.
        Object[] arguments = context.getParameters();
        return arguments == null ? NONE : arguments;
    }

    @Override
    public void replace(Object[] arguments) {
        context.setParameters(arguments);
    }

    @Override
    public Object proceed() throws Exception {
        return context.proceed();
    }
}
