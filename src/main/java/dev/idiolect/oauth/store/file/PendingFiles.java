package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stores pending logins as files in a subdirectory of the store. Only the caller that deletes a file gets its login.
 */
final class PendingFiles implements PendingLogins {

    static final String DIRECTORY = ".pending";

    private static final Logger LOG = System.getLogger(PendingFiles.class.getName());

    // Not at every save, because a sweep reads every file.
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    private static final Duration SWEEP_WHEN_FULL_EVERY = Duration.ofSeconds(1);

    private final Path directory;
    private final SessionFiles files;
    private final StoredTexts texts;
    private final Runnable requireOpen;
    private final Clock clock;
    private final int limit;
    private Instant swept = Instant.MIN;

    PendingFiles(
            Path storeDirectory, TempFiles temps, StoredTexts texts, Runnable requireOpen, Clock clock, int limit) {
        this.texts = texts;
        this.directory = storeDirectory.resolve(DIRECTORY);
        this.files = new SessionFiles(directory, temps);
        this.requireOpen = requireOpen;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public synchronized void save(String state, String body, Instant expiresAt) {
        PendingEntry.require(state, body, StoreException::permanentFailure);
        requireOpen.run();
        try {
            PrivateFiles.createSubdirectory(directory);
            makeRoom();
            String key = PendingEntry.key(state);
            files.replace(key, new PendingEntry(expiresAt, texts.writeLogin(key, body)).text());
        } catch (IOException e) {
            throw IoErrors.exception("Cannot save a pending login in " + directory, e);
        }
    }

    @Override
    public Optional<String> consume(String state) {
        requireOpen.run();
        if (!PendingEntry.isState(state)) {
            return Optional.empty();
        }
        String name = PendingEntry.key(state);
        String text;
        try {
            PrivateFiles.requireNoLink(directory);
            text = files.read(name);
            if (!files.remove(name)) {
                return Optional.empty(); // Another caller got it.
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw IoErrors.exception("Cannot consume a pending login in " + directory, e);
        }
        PendingEntry entry = PendingEntry.parse(text, files.path(name).toString(), StoreException::permanentFailure);
        return entry.isExpired(clock.instant()) ? Optional.empty() : Optional.of(texts.readLogin(name, entry.body()));
    }

    @Override
    public OptionalInt count() {
        requireOpen.run();
        try {
            return OptionalInt.of(files.names("").size());
        } catch (NoSuchFileException e) {
            return OptionalInt.of(0);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot count the pending logins in " + directory, e);
        }
    }

    private void makeRoom() throws IOException {
        Instant now = clock.instant();
        List<String> names = files.names("");
        boolean full = names.size() >= limit;
        // A clock that was set back must not postpone the next sweep.
        if (now.isBefore(swept) || !now.isBefore(swept.plus(full ? SWEEP_WHEN_FULL_EVERY : SWEEP_EVERY))) {
            swept = now;
            names.forEach(name -> removeIfExpired(name, now));
            full = full && files.names("").size() >= limit;
        }
        if (full) {
            throw StoreException.transientFailure(PendingEntry.full(limit), null);
        }
    }

    private void removeIfExpired(String name, Instant now) {
        Path file = files.path(name);
        try {
            if (PendingEntry.parse(files.read(name), IoErrors.printable(file), StoreException::permanentFailure)
                    .isExpired(now)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Consumed since the directory was listed.
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0207: Cannot read or delete {0}: {1}",
                    IoErrors.printable(file),
                    IoErrors.reason(e));
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "IDOA-0208: " + e.getMessage());
        }
    }
}
