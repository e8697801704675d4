package dev.idiolect.oauth.login;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The revocations of a {@link RevocationQueue} that wait or run, with a bound on their number and one on the characters
 * that they keep. Thread-safe.
 */
final class RevocationEntries {

    private final int maxEntries;
    private final long maxCharacters;
    private final Set<QueuedRevocation> entries = new LinkedHashSet<>();
    private long characters;

    RevocationEntries(int maxEntries, long maxCharacters) {
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
    }

    /**
     * Adds a revocation. If there is no room, it replaces those of the owner with the most that have failed, first those
     * that have failed most often. A server that never revokes could fill the queue otherwise, and displace the
     * revocations of others.
     *
     * @return the revocations to give up: those that were replaced, or the new one if there is no room
     */
    synchronized List<QueuedRevocation> add(QueuedRevocation entry) {
        List<QueuedRevocation> replaced = new ArrayList<>();
        int number = entries.size() + 1;
        long sum = characters + entry.characters;
        Iterator<QueuedRevocation> failed = null;
        while (number > maxEntries || sum > maxCharacters) {
            failed = failed == null ? mostFailedFirst() : failed;
            if (!failed.hasNext()) {
                return List.of(entry);
            }
            QueuedRevocation next = failed.next();
            replaced.add(next);
            number--;
            sum -= next.characters;
        }
        replaced.forEach(this::remove);
        entries.add(entry);
        characters += entry.characters;
        return replaced;
    }

    private Iterator<QueuedRevocation> mostFailedFirst() {
        // Read once: other threads count failures.
        record Failed(QueuedRevocation entry, int failures) {}
        Map<String, List<Failed>> byOwner = entries.stream()
                .filter(entry -> !entry.running)
                .map(entry -> new Failed(entry, entry.failures.get()))
                .filter(failed -> failed.failures() > 0)
                .sorted(Comparator.comparingInt(Failed::failures).reversed())
                .collect(Collectors.groupingBy(failed -> failed.entry().owner));
        return byOwner.values().stream()
                .sorted(Comparator.<List<Failed>>comparingInt(List::size).reversed())
                .flatMap(List::stream)
                .map(Failed::entry)
                .iterator();
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
