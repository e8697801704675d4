package dev.idiolect.oauth.rest.internal;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends the calls of a MicroProfile REST client, or of one of its methods, to an account's Personal Data Server without
 * credentials, for public reads.
 *
 * <p>The account is that of a {@code @QueryParam("repo")} argument if its session is stored; otherwise it is chosen as
 * for a {@code @DpopSigned} call. Only the server's address is taken from the session, so the session is not refreshed
 * and may have ended. The other exceptions of a {@code @DpopSigned} call apply.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PdsRouted {}
