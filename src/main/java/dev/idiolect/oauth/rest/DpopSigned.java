package dev.idiolect.oauth.rest;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends the calls of a MicroProfile REST client, or of one of its methods, to the account's Personal Data Server (PDS),
 * signed with the account's access token and a DPoP proof (RFC 9449).
 *
 * <p>The account is the first of these:
 *
 * <ol>
 *   <li>an argument that names it: the {@code repo} of a record, or a parameter with
 *       {@code @HeaderParam(DpopSigned.ACCOUNT)};
 *   <li>the {@link ActiveAccount};
 *   <li>the default account, {@code idiolect.oauth.account}.
 * </ol>
 *
 * <p>Only the path of the client's base URI is used; the server is the account's own. Redirects are not followed. A request
 * that the server refuses because of its nonce, its clock or its access token is sent again.
 *
 * <p>An annotation on a method overrides the one on its interface. A client built with {@code RestClientBuilder} must also be
 * wrapped with {@link SignedCalls#wrap(Class, Object)}.
 *
 * <p>Besides the exceptions of any REST client, a call throws:
 *
 * <ul>
 *   <li>{@link AccountException} if it has no account, an invalid one or two;
 *   <li>the exceptions of {@link dev.idiolect.oauth.refresh.SessionRefresher#refreshIfNeeded} and
 *       {@link dev.idiolect.oauth.refresh.SessionRefresher#renew};
 *   <li>{@link dev.idiolect.oauth.SessionException} if the server of the stored session is not https, and
 *       {@link dev.idiolect.oauth.dpop.DpopException} if its key is invalid;
 *   <li>{@link UnrepeatableBodyException} if its body cannot be sent twice;
 *   <li>{@link UnsignedCallException} if its client is neither injected nor wrapped.
 * </ul>
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface DpopSigned {

    /**
     * Header that names the account by its DID: {@code @HeaderParam(DpopSigned.ACCOUNT) String account}. Null and blank
     * count as absent. The header is never sent.
     */
    String ACCOUNT = "Idiolect-Account";
}
