package dev.idiolect.oauth.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** How the steps of a call follow each other, by the type of its result. */
interface ReturnType {

    Object run(SignedInvocation run) throws Exception;

    static ReturnType of(Class<?> result, Executor workers) {
        if (isUni(result)) {
            return new UniReturn(workers);
        }
        return isAsynchronous(result) ? new CompletionStageReturn(workers) : ReturnType::onThisThread;
    }

    /** By name, as Mutiny's classes may be missing; where a client has such a method they are there. */
    static boolean isUni(Class<?> result) {
        return result.getName().equals("io.smallrye.mutiny.Uni");
    }

    static boolean isAsynchronous(Class<?> result) {
        return result == CompletionStage.class || result == CompletableFuture.class;
    }

    /** Gives a failure before anything was begun to the caller in the way of the result. */
    static Object failed(Class<?> result, RuntimeException failure) {
        if (isUni(result)) {
            return UniReturn.failed(failure);
        }
        if (isAsynchronous(result)) {
            return CompletableFuture.failedFuture(failure);
        }
        throw failure;
    }

    private static Object onThisThread(SignedInvocation run) throws Exception {
        run.prepare();
        for (; ; ) {
            Object value = null;
            Exception failure = null;
            try {
                value = run.attempt();
            } catch (Exception e) {
                failure = e;
            }
            if (run.shouldRetry(run.refusal(), value, failure)) {
                continue;
            }
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
