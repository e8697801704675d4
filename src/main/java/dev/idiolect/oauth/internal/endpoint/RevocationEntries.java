package dev.idiolect.oauth.internal.endpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The revocations of a {@link RevocationQueue} that wait or run, with a bound on their number and one on the characters
 * that they keep. Thread-safe.
 */
final class RevocationEntries {

    private final int maxEntries;
    private final long maxCharacters;
    private final int maxRunningOfOwner;
    private final Set<QueuedRevocation> entries = new LinkedHashSet<>();
    private long characters;

    RevocationEntries(int maxEntries, long maxCharacters) {
        this(maxEntries, maxCharacters, Integer.MAX_VALUE);
    }

    /** @param maxRunningOfOwner how many revocations may run at the same time at the servers of one owner */
    RevocationEntries(int maxEntries, long maxCharacters, int maxRunningOfOwner) {
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
        this.maxRunningOfOwner = maxRunningOfOwner;
    }

    /**
     * Adds a revocation. If there is no room, it replaces waiting ones: at the owner with the most of them, first those that
     * have failed most often, then the newest. A server that hangs or never revokes could fill the queue otherwise. It
     * replaces none of an owner with fewer than its own, and those that have not failed only at an owner with more.
     *
     * @return the revocations to give up: those that were replaced, or the new one if there is no room
     */
    synchronized List<QueuedRevocation> add(QueuedRevocation entry) {
        List<QueuedRevocation> replaced = new ArrayList<>();
        int number = entries.size() + 1;
        long sum = characters + entry.characters;
        Iterator<QueuedRevocation> replaceable = null;
        while (number > maxEntries || sum > maxCharacters) {
            replaceable = replaceable == null ? replaceableBy(entry.owner) : replaceable;
            if (!replaceable.hasNext()) {
                return List.of(entry);
            }
            QueuedRevocation next = replaceable.next();
            replaced.add(next);
            number--;
            sum -= next.characters;
        }
        replaced.forEach(this::remove);
        entries.add(entry);
        characters += entry.characters;
        return replaced;
    }

    private Iterator<QueuedRevocation> replaceableBy(String owner) {
        // Read once: other threads count failures.
        record Waiting(QueuedRevocation entry, int failures) {}
        List<Waiting> newestFirst = entries.stream()
                .filter(entry -> !entry.running)
                .map(entry -> new Waiting(entry, entry.failures.get()))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(newestFirst);
        Map<String, Long> counts = newestFirst.stream()
                .collect(Collectors.groupingBy(waiting -> waiting.entry().owner, Collectors.counting()));
        long own = counts.getOrDefault(owner, 0L);
        Map<String, List<Waiting>> byOwner = newestFirst.stream()
                .filter(waiting ->
                        counts.getOrDefault(waiting.entry().owner, 0L) >= (waiting.failures() > 0 ? own : own + 2))
                .sorted(Comparator.comparingInt(Waiting::failures).reversed())
                .collect(Collectors.groupingBy(waiting -> waiting.entry().owner));
        return byOwner.values().stream()
                .sorted(Comparator.<List<Waiting>>comparingInt(List::size).reversed())
                .flatMap(List::stream)
                .map(Waiting::entry)
                .iterator();
    }

    /**
     * Marks a revocation as running, unless as many of its owner's are running as may. It then waits for its turn; see
     * {@link #nextTurn}.
     */
    synchronized boolean takeTurn(QueuedRevocation entry) {
        entry.waitsForTurn = !hasTurn(entry.owner);
        entry.running = !entry.waitsForTurn;
        return entry.running;
    }

    /** Returns a revocation that has waited for its turn and may run now. */
    synchronized Optional<QueuedRevocation> nextTurn(String owner) {
        if (!hasTurn(owner)) {
            return Optional.empty();
        }
        Optional<QueuedRevocation> next = entries.stream()
                .filter(entry -> entry.waitsForTurn && entry.owner.equals(owner))
                .findFirst();
        next.ifPresent(entry -> entry.waitsForTurn = false);
        return next;
    }

    private boolean hasTurn(String owner) {
        return entries.stream()
                        .filter(entry -> entry.running && entry.owner.equals(owner))
                        .count()
                < maxRunningOfOwner;
    }

    synchronized void remove(QueuedRevocation entry) {
        if (entries.remove(entry)) {
            characters -= entry.characters;
        }
    }

    synchronized List<QueuedRevocation> all() {
        return List.copyOf(entries);
    }
}
