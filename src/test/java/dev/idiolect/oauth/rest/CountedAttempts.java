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
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the attempts of Fault Tolerance that reach this library. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CountedAttempts {

    AtomicInteger COUNT = new AtomicInteger();

    @Interceptor
    @CountedAttempts
    @Priority(Interceptor.Priority.PLATFORM_AFTER + 50)
    class Counter {
        @AroundInvoke
        Object count(InvocationContext context) throws Exception {
            COUNT.incrementAndGet();
            return context.proceed();
        }
    }
}
