package dev.idiolect.oauth.login;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A revocation in a {@link RevocationQueue}, with the state of its attempts. */
final class QueuedRevocation {

    final String description;
    final RevocationQueue.Attempt attempt;
    final Consumer<String> onFailure;
    final CompletableFuture<Boolean> first = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final AtomicBoolean over = new AtomicBoolean();
    int failures;
    volatile boolean running;
    volatile String failure = "";

    QueuedRevocation(String description, RevocationQueue.Attempt attempt, Consumer<String> onFailure) {
        this.description = description;
        this.attempt = attempt;
        this.onFailure = onFailure;
    }
}
