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
 * <p>The account is the first one found in this order:
 *
 * <ol>
 *   <li>an argument: the {@code repo} of a record, or a parameter with {@code @HeaderParam(DpopSigned.ACCOUNT)};
 *   <li>the {@link ActiveAccount};
 *   <li>the default account, {@code idiolect.oauth.account}.
 * </ol>
 *
 * <p>Requests go to the account's PDS; only the path of the client's base URI is used. Redirects are not followed. If
 * the server rejects a request because of its nonce, its time or its access token, or because the account has moved,
 * the library corrects the request and sends it again.
 *
 * <p>An annotation on a method overrides the one on its interface. A client built with {@code RestClientBuilder} must
 * also be wrapped with {@link SignedCalls#wrap(Class, Object)}.
 *
 * <p>Besides the exceptions of any REST client, a call throws:
 *
 * <ul>
 *   <li>{@link AccountException} if the call has no account, an invalid account, or two accounts;
 *   <li>the exceptions of {@link dev.idiolect.oauth.refresh.SessionRefresher#refreshIfNeeded} and
 *       {@link dev.idiolect.oauth.refresh.SessionRefresher#renew};
 *   <li>{@link dev.idiolect.oauth.SessionException} if the PDS URL of the stored session is not https, or its host has a
 *       private address or could not be looked up in time; no request was sent;
 *   <li>{@link dev.idiolect.oauth.dpop.DpopException} if the session's key is invalid;
 *   <li>{@link UnrepeatableBodyException} if the request body cannot be sent twice;
 *   <li>{@link UnsignedCallException} if the client is neither injected nor wrapped.
 * </ul>
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface DpopSigned {

    /**
     * Name of the header that selects the account by its DID: {@code @HeaderParam(DpopSigned.ACCOUNT) String account}.
     * Null and blank values are ignored. The header is never sent.
     */
    String ACCOUNT = "Idiolect-Account";
}
