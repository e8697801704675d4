package dev.idiolect.oauth.rest;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A retry between this library and the server, like the one of Fault Tolerance on some runtimes. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface InnerRetry {

    @Interceptor
    @InnerRetry
    @Priority(Interceptor.Priority.PLATFORM_AFTER + 150)
    class Retrying {
        @AroundInvoke
        Object retry(InvocationContext context) throws Exception {
            try {
                return context.proceed();
            } catch (RuntimeException e) {
                return context.proceed();
            }
        }
    }
}
