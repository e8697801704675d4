package dev.idiolect.oauth.rest;

import static java.util.Objects.requireNonNull;

import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.ServerAddresses.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that return a {@link CompletionStage}. Blocking steps run on an executor, never on the thread of the
 * caller or the client.
 */
final class CompletionStageReturn implements ReturnType {

    private interface Step {
        void run() throws Exception;
    }

    private interface StepWith<T> {
        void run(T value) throws Exception;
    }

    private final Executor executor;

    CompletionStageReturn(Executor executor) {
        this.executor = executor;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The caller gets the stage as the result of its method.
    public Object run(SignedInvocation invocation) {
        invocation.resolveAccount();
        return start(invocation, UnaryOperator.identity());
    }

    /**
     * Starts a call whose account is resolved.
     *
     * @param onResult transforms the result of each attempt, within the scope of the call
     */
    CompletableFuture<Object> start(SignedInvocation invocation, UnaryOperator<Object> onResult) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        onExecutor(
                result,
                () -> then(
                        result,
                        invocation.session(),
                        session -> attempt(invocation.prepare(session, onResult), result)));
        return result;
    }

    private void attempt(CallAttempts attempts, CompletableFuture<Object> result) throws Exception {
        if (result.isDone()) {
            return;
        }
        then(result, attempts.checkAddresses(), verdict -> send(attempts, verdict, result));
    }

    private void send(CallAttempts attempts, Verdict verdict, CompletableFuture<Object> result) throws Exception {
        CompletionStage<?> stage;
        try {
            stage = (CompletionStage<?>) requireNonNull(attempts.send(verdict));
        } catch (Exception e) {
            finish(attempts, result, attempts.takeChallenge(), null, e);
            return;
        }
        cancelWith(result, stage);
        stage.whenComplete((value, failure) -> {
            Challenge challenge = attempts.takeChallenge();
            if (challenge != null) {
                onExecutor(result, () -> finish(attempts, result, challenge, value, failure));
            } else {
                runStep(result, () -> finish(attempts, result, null, value, failure));
            }
        });
    }

    private void finish(
            CallAttempts attempts,
            CompletableFuture<Object> result,
            @Nullable Challenge challenge,
            @Nullable Object value,
            @Nullable Throwable failure)
            throws Exception {
        if (attempts.shouldRetry(challenge, value)) {
            then(result, attempts.renewSessionLater(challenge, failure), session -> attempt(attempts, result));
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }

    /** Continues on this thread if the value is known, and else on the executor, so that waiting occupies no worker. */
    @SuppressWarnings("FutureReturnValueIgnored") // The result has the outcome.
    private <T> void then(CompletableFuture<Object> result, CompletableFuture<T> value, StepWith<T> next)
            throws Exception {
        if (value.isDone() && !value.isCompletedExceptionally()) {
            next.run(value.join());
            return;
        }
        value.whenComplete((found, failure) -> {
            if (failure != null) {
                result.completeExceptionally(CallerContext.cause(failure));
            } else {
                onExecutor(result, () -> next.run(found));
            }
        });
    }

    private void onExecutor(CompletableFuture<Object> result, Step step) {
        try {
            executor.execute(() -> runStep(result, step));
        } catch (RuntimeException | Error e) {
            // Not only rejections: containers throw other exceptions once the application has ended.
            result.completeExceptionally(e);
        }
    }

    private static void runStep(CompletableFuture<Object> result, Step step) {
        try {
            step.run();
        } catch (Exception | Error e) {
            result.completeExceptionally(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A callback on the result; its own stage holds nothing.
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
