package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.RepoArgument;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One intercepted call of a client. A {@link ReturnType} runs its steps on the threads that it chooses.
 *
 * <p>The path of a call:
 *
 * <ol>
 *   <li>{@link DpopSignedInterceptor}, {@link PdsRoutedInterceptor} or {@link SigningProxy} passes it as an
 *       {@link Invocation} to {@link SignedCalls}, which reads the method ({@link ApiMethod}) and its arguments
 *       ({@link AccountArguments}).
 *   <li>This class finds the session ({@link AccountSelector}) and makes the arguments repeatable
 *       ({@link RepeatableArguments}).
 *   <li>{@link CallAttempts} sends each attempt with a {@link SignedCall} in the {@link CallScope} of its thread.
 *   <li>{@link SigningRequestFilter} finds the call there and signs the request.
 *   <li>{@link SigningResponseFilter} records the {@link Challenge} of the response, if any, in the call.
 * </ol>
 */
final class SignedInvocation {

    private final CallParts parts;
    private final ApiMethod api;
    private final AccountArguments named;
    private final Invocation invocation;
    private final RepeatableArguments.Lazy arguments;
    private Supplier<String> unnamedAccount;
    private boolean resolvesOnCaller = true;

    SignedInvocation(CallParts parts, ApiMethod api, AccountArguments named, Invocation invocation) {
        this.parts = parts;
        this.api = api;
        this.named = named;
        this.invocation = invocation;
        arguments = new RepeatableArguments.Lazy(
                () -> RepeatableArguments.of(api, invocation.arguments(), parts.bodyLimit()));
        unnamedAccount = () -> parts.accounts().unnamedAccount(api);
    }

    /** Resolves the account now, on the caller's thread, so that {@link #prepare} can run on another thread. */
    void resolveAccount() {
        resolvesOnCaller = false;
        if (named.account() != null) {
            return;
        }
        try {
            String account = parts.accounts().unnamedAccount(api);
            unnamedAccount = () -> account;
        } catch (RuntimeException e) {
            // Thrown later, if at all: an unsigned call may name a repository whose session is stored.
            unnamedAccount = () -> {
                throw e;
            };
        }
    }

    /** Finds the session and reads the arguments. Blocks. */
    CallAttempts prepare() {
        requireSendable();
        return prepare(parts.accounts().session(api, named, unnamedAccount), UnaryOperator.identity());
    }

    /** Finds the session for {@link #prepare(OAuthSession, UnaryOperator)}, without blocking while a refresh runs. */
    CompletableFuture<OAuthSession> session() {
        requireSendable();
        return parts.accounts().sessionLater(api, named, unnamedAccount);
    }

    private void requireSendable() {
        for (Object argument : invocation.arguments()) {
            if (argument instanceof RepoArgument request) {
                request.requireSendable();
            }
        }
    }

    /**
     * Reads the arguments. Blocks. Each invocation of this method prepares a separate call.
     *
     * @param onResult transforms the result of each attempt, within the scope of the call
     */
    CallAttempts prepare(OAuthSession session, UnaryOperator<Object> onResult) {
        boolean usesActiveAccount = resolvesOnCaller && named.account() == null && api.routing() == Routing.SIGNED;
        CallIdentity identity = new CallIdentity(api, named, usesActiveAccount ? Thread.currentThread() : null);
        SignedCall call = new SignedCall(identity, parts.proofs(), parts.telemetry(), session);
        return new CallAttempts(parts, call, invocation, arguments.get(), onResult);
    }
}
