package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one call; a {@link ReturnType} takes them, one after the other, on threads of its choice.
 *
 * <p>The way of a call: a door ({@link DpopSignedInterceptor}, {@link PdsRoutedInterceptor} or {@link SigningProxy}) hands it
 * as an {@link Invocation} to {@link SignedCalls}, which looks at the method ({@link ApiMethod}) and its arguments
 * ({@link AccountArguments}). This class finds the session ({@link AccountSelector}), makes the arguments good for several tries
 * ({@link RepeatableArguments}), and lets each try go out with a {@link SignedCall} in the {@link CallScope} of its thread,
 * where {@link SigningRequestFilter} finds it. {@link SigningResponseFilter} writes down on it what the server said.
 */
final class SignedInvocation {

    private static final Logger LOG = System.getLogger(SignedInvocation.class.getName());

    private final AccountSelector accounts;
    private final DpopProofFactory proofs;
    private final ApiMethod api;
    private final AccountArguments named;
    private final Invocation invocation;
    private final BodiesReadOnce bodies;
    private final UnaryOperator<Object> started;
    private Supplier<String> unnamed;
    private boolean asksHere = true;
    private @Nullable SignedCall call;
    private @Nullable RepeatableArguments arguments;

    SignedInvocation(
            AccountSelector accounts,
            DpopProofFactory proofs,
            long bodyLimit,
            ApiMethod api,
            AccountArguments named,
            Invocation invocation) {
        this.accounts = accounts;
        this.proofs = proofs;
        this.api = api;
        this.named = named;
        this.invocation = invocation;
        bodies = new BodiesReadOnce(() -> RepeatableArguments.of(api, invocation.arguments(), bodyLimit));
        started = UnaryOperator.identity();
        unnamed = () -> accounts.unnamed(api);
    }

    private SignedInvocation(SignedInvocation other, UnaryOperator<Object> started) {
        accounts = other.accounts;
        proofs = other.proofs;
        api = other.api;
        named = other.named;
        invocation = other.invocation;
        bodies = other.bodies;
        unnamed = other.unnamed;
        asksHere = other.asksHere;
        this.started = started;
    }

    /** Returns another run of the same call, which does something with the result of each try before its scope ends. */
    SignedInvocation anew(UnaryOperator<Object> toEachResult) {
        return new SignedInvocation(this, toEachResult);
    }

    /** Asks for the account now, on the caller's thread, for {@link #prepare()} on another. */
    void askForAccount() {
        asksHere = false;
        if (named.account() != null) {
            return;
        }
        try {
            String account = accounts.unnamed(api);
            unnamed = () -> account;
        } catch (RuntimeException e) {
            // A failure only if the arguments turn out to name no account that is known.
            unnamed = () -> {
                throw e;
            };
        }
    }

    /** Finds the session and reads what can be read only once. Blocks. */
    void prepare() {
        OAuthSession session = accounts.session(api, named, unnamed);
        call = new SignedCall(api, named, proofs, session);
        if (asksHere && named.account() == null && call.isSigned()) {
            call.recordCaller();
        }
        arguments = bodies.get();
    }

    /** Sends the request once. */
    Object attempt() throws Exception {
        call.begin(arguments.isSingleUse());
        if (!arguments.isSingleUse()) {
            return CallScope.within(call, this::proceed);
        }
        // Several runs of one call share the invocation.
        synchronized (invocation) {
            invocation.replace(arguments.next());
            return CallScope.within(call, this::proceed);
        }
    }

    private Object proceed() throws Exception {
        return started.apply(invocation.proceed());
    }

    /** Returns, once, why the try that is over was refused; null if it is not to be repeated. */
    @Nullable
    Challenge refusal() {
        return call.judge();
    }

    /**
     * Judges by what the filters said, never by the outcome: user code and runtimes replace exceptions at will. Blocks for
     * a refresh if one is needed.
     *
     * @param challenge what {@link #refusal} said
     */
    boolean shouldRetry(@Nullable Challenge challenge, @Nullable Object value, @Nullable Throwable failure) {
        if (challenge == null) {
            call.end();
            if (call.failure() != null) {
                throw call.failure();
            }
            return false;
        }
        LOG.log(Level.DEBUG, "{0} was refused ({1}) and is tried again", call, challenge);
        if (value instanceof Response response) {
            response.close();
        }
        if (challenge == Challenge.TOKEN) {
            renew(failure);
        }
        return true;
    }

    private void renew(@Nullable Throwable failure) {
        try {
            call.renewed(accounts.renewed(call.session()));
        } catch (RuntimeException e) {
            call.end();
            if (failure != null && failure != e) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }
}
