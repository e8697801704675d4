package dev.idiolect.oauth.rest.internal;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a MicroProfile REST client, or a method of one, whose calls are sent to an account's Personal Data Server without
 * any credentials, as public reads are.
 *
 * <p>The account is the one in a {@code @QueryParam("repo")} argument if a session of it is stored, else the one that a
 * {@link DpopSigned} call would use. Its session is not refreshed: only the server's address is taken from it. A call fails as
 * one of those does, except that a session which has ended is as good as any.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PdsRouted {}
