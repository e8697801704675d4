package dev.idiolect.oauth.rest;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.Executor;

/**
 * Calls that give a {@link Uni}: nothing happens before somebody subscribes, and each subscription is a call of its own, for
 * the account of the thread that made the {@code Uni}. The only class that knows Mutiny.
 */
final class UniReturn implements ReturnType {

    private final CompletionStageReturn stages;

    UniReturn(Executor workers) {
        stages = new CompletionStageReturn(workers);
    }

    static Object failed(RuntimeException failure) {
        return Uni.createFrom().failure(failure);
    }

    @Override
    public Object run(SignedInvocation run) {
        run.askForAccount();
        return Uni.createFrom().completionStage(() -> stages.begin(run.anew(UniReturn::subscribed)));
    }

    /** In the scope of the call: a client sends on its subscriber's thread. */
    private static Object subscribed(Object uni) {
        return ((Uni<?>) uni).subscribeAsCompletionStage();
    }
}
