package dev.idiolect.oauth.rest;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a MicroProfile REST client, or a method of one, whose calls are sent to an account's Personal Data Server with
 * that account's token and a DPoP proof.
 *
 * <p>The account is the one that an argument names (the {@code repo} of a record, or a parameter with
 * {@code @HeaderParam(DpopSigned.ACCOUNT)}), else what {@link ActiveAccount} says, else the configured one. The client's
 * base URI gives the path alone: the server is the account's own. Redirects are not followed.
 *
 * <p>Before anything is sent, a call can fail with {@link AccountException}, with another
 * {@link dev.idiolect.oauth.OAuthException} if the stored session's server or key is unusable, with what
 * {@link dev.idiolect.oauth.refresh.SessionRefresher#refreshIfNeeded} throws, with {@link UnrepeatableBodyException} or with
 * {@link UnsignedCallException}; and between two tries with what
 * {@link dev.idiolect.oauth.refresh.SessionRefresher#renew} throws.
 *
 * <p>On a method it goes before what the interface says. A client that is built by hand needs
 * {@link SignedCalls#wrap(Class, Object)} besides.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface DpopSigned {

    /**
     * The header that names the account, by its DID, where no record does:
     * {@code @HeaderParam(DpopSigned.ACCOUNT) String account}. Null and blank count as absent. It is never sent.
     */
    String ACCOUNT = "Idiolect-Account";
}
