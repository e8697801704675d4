package dev.idiolect.oauth.internal.endpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A revocation in a {@link RevocationQueue}, with the state of its attempts. */
final class QueuedRevocation {

    final String description;

    /** The owner of the server that revokes. */
    final String owner;

    /** The length of the texts that the attempt keeps. */
    final long characters;

    final RevocationQueue.Attempt attempt;
    final Consumer<String> onFailure;
    final CompletableFuture<Boolean> first = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final AtomicBoolean over = new AtomicBoolean();
    final AtomicInteger failures = new AtomicInteger();
    volatile boolean running;
    boolean waitsForTurn; // guarded by the entries
    volatile String failure = "";
    private volatile @Nullable Future<?> next;

    QueuedRevocation(
            String description,
            String owner,
            long characters,
            RevocationQueue.Attempt attempt,
            Consumer<String> onFailure) {
        this.description = description;
        this.owner = owner;
        this.characters = characters;
        this.attempt = attempt;
        this.onFailure = onFailure;
    }

    /** Sets the next attempt, which is cancelled if the revocation is over. */
    void setNext(Future<?> newNext) {
        next = newNext;
        if (over.get()) {
            newNext.cancel(false);
        }
    }

    /** Cancels the next attempt, which would keep the tokens in memory. */
    void cancelNext() {
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
