package dev.idiolect.oauth.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a call as its return type requires. */
interface ReturnType {

    @Nullable
    Object run(SignedInvocation invocation) throws Exception;

    static ReturnType of(Class<?> type, Executor executor) {
        if (isUni(type)) {
            return new UniReturn(executor);
        }
        return isAsynchronous(type) ? new CompletionStageReturn(executor) : ReturnType::block;
    }

    /** Returns whether a type is Mutiny's {@code Uni}. Compares names, because Mutiny is an optional dependency. */
    static boolean isUni(Class<?> type) {
        return type.getName().equals("io.smallrye.mutiny.Uni");
    }

    static boolean isAsynchronous(Class<?> type) {
        return type == CompletionStage.class || type == CompletableFuture.class;
    }

    /** Reports a failure that precedes the first step: throws it, or returns a failed stage or {@code Uni}. */
    @SuppressWarnings("FutureReturnValueIgnored") // The caller gets the stage as the result of its method.
    static Object failed(Class<?> type, RuntimeException failure) {
        if (isUni(type)) {
            return UniReturn.failed(failure);
        }
        if (isAsynchronous(type)) {
            return CompletableFuture.failedFuture(failure);
        }
        throw failure;
    }

    private static @Nullable Object block(SignedInvocation invocation) throws Exception {
        CallAttempts attempts = invocation.prepare();
        for (; ; ) {
            Object value = null;
            Exception failure = null;
            try {
                value = attempts.send(attempts.awaitAddresses());
            } catch (Exception e) {
                failure = e;
            }
            Challenge challenge = attempts.takeChallenge();
            if (attempts.shouldRetry(challenge, value)) {
                attempts.renewSession(challenge, failure);
                continue;
            }
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
