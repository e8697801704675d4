package dev.idiolect.oauth.rest;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.Executor;

/**
 * Runs calls that return a {@link Uni}. No request is sent before a subscription. Each subscription is a separate call,
 * for the account that was active when the {@code Uni} was created. The only class that depends on Mutiny.
 */
final class UniReturn implements ReturnType {

    private final CompletionStageReturn stages;

    UniReturn(Executor executor) {
        stages = new CompletionStageReturn(executor);
    }

    static Object failed(RuntimeException failure) {
        return Uni.createFrom().failure(failure);
    }

    @Override
    public Object run(SignedInvocation invocation) {
        invocation.resolveAccount();
        return Uni.createFrom().completionStage(() -> stages.start(invocation, UniReturn::subscribe));
    }

    // Within the scope of the call, because clients send the request on the subscriber's thread.
    @SuppressWarnings("FutureReturnValueIgnored") // The caller waits for the returned stage.
    private static Object subscribe(Object uni) {
        return ((Uni<?>) uni).subscribeAsCompletionStage();
    }
}
