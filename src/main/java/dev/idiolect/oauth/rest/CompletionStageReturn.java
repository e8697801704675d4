package dev.idiolect.oauth.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls that give a {@link CompletionStage}: nothing of ours that blocks happens on the caller's or the client's thread. */
final class CompletionStageReturn implements ReturnType {

    private interface Step {
        void run() throws Exception;
    }

    private final Executor workers;

    CompletionStageReturn(Executor workers) {
        this.workers = workers;
    }

    @Override
    public Object run(SignedInvocation run) {
        run.askForAccount();
        return begin(run);
    }

    /** Carries out a run whose account has been asked for. */
    CompletableFuture<Object> begin(SignedInvocation run) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        onWorker(result, () -> {
            run.prepare();
            attempt(run, result);
        });
        return result;
    }

    private void attempt(SignedInvocation run, CompletableFuture<Object> result) throws Exception {
        if (result.isDone()) {
            return;
        }
        CompletionStage<?> stage;
        try {
            stage = (CompletionStage<?>) run.attempt();
        } catch (Exception e) {
            landed(run, result, run.refusal(), null, e);
            return;
        }
        cancelWith(result, stage);
        stage.whenComplete((value, failure) -> {
            Challenge refusal = run.refusal();
            if (refusal != null) {
                onWorker(result, () -> landed(run, result, refusal, value, failure));
            } else {
                attend(result, () -> landed(run, result, null, value, failure));
            }
        });
    }

    private void landed(
            SignedInvocation run,
            CompletableFuture<Object> result,
            @Nullable Challenge refusal,
            @Nullable Object value,
            @Nullable Throwable failure)
            throws Exception {
        if (run.shouldRetry(refusal, value, failure)) {
            attempt(run, result);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }

    private void onWorker(CompletableFuture<Object> result, Step step) {
        try {
            workers.execute(() -> attend(result, step));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
    }

    private static void attend(CompletableFuture<Object> result, Step step) {
        try {
            step.run();
        } catch (Exception | Error e) {
            result.completeExceptionally(e);
        }
    }

    private static void cancelWith(CompletableFuture<Object> result, CompletionStage<?> stage) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                cancel(stage);
            }
        });
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException noFuture) {
            return;
        }
    }
}
