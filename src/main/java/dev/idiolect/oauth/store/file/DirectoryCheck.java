package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PermissionCheck;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Checks a session directory. Opens no store, because that would delete stale files and require write permission. */
final class DirectoryCheck {

    private final Path directory;
    private final StoredTexts texts;
    private final Clock clock;
    private final Consumer<OAuthSession> sessions;
    private final SortedMap<String, Integer> encryption = new TreeMap<>();
    private final List<StoreProblem> problems = new ArrayList<>();
    private int pendingLogins;

    /** @param sessions receives each readable session, sorted by DID */
    DirectoryCheck(Path directory, StoredTexts texts, Clock clock, Consumer<OAuthSession> sessions) {
        this.sessions = sessions;
        this.texts = texts;
        this.directory = directory;
        this.clock = clock;
    }

    StoreReport report() {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                // Resolved, because the mode of a symbolic link has no meaning.
                PermissionCheck.check(directory.toRealPath(), problems);
                for (String name : sortedByDid(sorted(directory, SessionFileName.SUFFIX))) {
                    PermissionCheck.check(directory.resolve(name), problems);
                    session(name);
                }
                for (String name : sorted(subdirectory(PendingFiles.DIRECTORY), "")) {
                    pendingLogin(name);
                }
                Path temporary = subdirectory(TempFiles.DIRECTORY);
                for (String name : sorted(temporary, "")) {
                    temporary(temporary.resolve(name));
                }
            } catch (IOException e) {
                throw IoErrors.exception("Cannot read the directory " + directory, e);
            }
        }
        return new StoreReport(List.of(), pendingLogins, encryption, problems);
    }

    private Path subdirectory(String name) throws IOException {
        Path subdirectory = directory.resolve(name);
        PrivateFiles.requireNoLink(subdirectory);
        return subdirectory;
    }

    private List<String> sortedByDid(List<String> names) {
        // Once for each file: a file whose name does not contain the DID is read.
        Map<String, String> dids = new HashMap<>();
        names.forEach(name -> dids.put(name, didOrName(name)));
        return names.stream().sorted(Comparator.comparing(dids::get)).toList();
    }

    private String didOrName(String name) {
        if (!SessionFileName.isShortened(name)) {
            return SessionFileName.did(name).orElse(name);
        }
        try {
            return texts.read(files(directory).read(name), name).did();
        } catch (IOException | StoreException e) {
            return name; // Reported later.
        }
    }

    private void session(String name) {
        Path file = directory.resolve(name);
        try {
            String text = files(directory).read(name);
            encryption.merge(StoredTexts.keyId(text), 1, Integer::sum);
            OAuthSession session = texts.read(text, IoErrors.printable(file));
            String expectedName = SessionFileName.of(session.did());
            if (expectedName.equals(name)) {
                sessions.accept(session);
            } else {
                unreadable(
                        file,
                        IoErrors.printable(file) + " contains the session of " + session.did() + ", which belongs in "
                                + expectedName,
                        "Rename it, unless " + expectedName + " exists too");
            }
        } catch (NoSuchFileException e) {
            // Deleted since the directory was listed.
        } catch (IOException e) {
            unreadable(
                    file,
                    "Cannot read " + IoErrors.printable(file) + ": " + IoErrors.reason(e),
                    "Make it readable for its owner (chmod u+rw), or delete it and sign in again");
        } catch (StoreException e) {
            unreadable(
                    file,
                    String.valueOf(e.getMessage()),
                    texts.remedy(e, "Sign in with its account again, which replaces it, or delete it"));
        }
    }

    private void pendingLogin(String name) throws IOException {
        Path pending = directory.resolve(PendingFiles.DIRECTORY);
        Path file = pending.resolve(name);
        try {
            if (!PendingEntry.parse(
                            files(pending).read(name), IoErrors.printable(file), StoreException::permanentFailure)
                    .isExpired(clock.instant())) {
                pendingLogins++;
                return;
            }
            problems.add(new StoreProblem(
                    Kind.ORPHANED,
                    file,
                    IoErrors.printable(file) + " is an expired login",
                    "Delete it, or wait for the next login of the application, which deletes it"));
        } catch (NoSuchFileException e) {
            // Consumed since the directory was listed.
        } catch (IOException e) {
            unreadable(file, "Cannot read " + IoErrors.printable(file) + ": " + IoErrors.reason(e), "Delete it");
        } catch (StoreException e) {
            unreadable(file, String.valueOf(e.getMessage()), "Delete it");
        }
    }

    private void temporary(Path file) throws IOException {
        try {
            Instant written =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (written.isBefore(clock.instant().minus(TempFiles.STALE))) {
                problems.add(new StoreProblem(
                        Kind.ORPHANED,
                        file,
                        IoErrors.printable(file) + " was left behind by a program that ended while it wrote a session",
                        "Delete it, or wait for the next login or refresh, which deletes it"));
            }
        } catch (NoSuchFileException e) {
            // The writer has just finished.
        }
    }

    private void unreadable(Path file, String message, String remedy) {
        problems.add(new StoreProblem(Kind.UNREADABLE, file, message, remedy));
    }

    private SessionFiles files(Path where) {
        return new SessionFiles(where, new TempFiles(directory, clock));
    }

    private List<String> sorted(Path where, String suffix) throws IOException {
        try {
            List<String> names = new ArrayList<>(files(where).names(suffix));
            names.sort(null);
            return names;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
