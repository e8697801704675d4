package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at a directory of sessions without opening it as a store: that would clean it, and fail where it is not writable. */
final class DirectoryCheck {

    private final Path directory;
    private final Clock clock;
    private final List<OAuthSession> sessions = new ArrayList<>();
    private final List<StoreProblem> problems = new ArrayList<>();
    private int pendingLogins;

    DirectoryCheck(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    StoreReport report() {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                // A link's own mode says nothing.
                SharedAccess.check(directory.toRealPath(), problems);
                for (String name : sorted(directory, SessionFileName.SUFFIX)) {
                    SharedAccess.check(directory.resolve(name), problems);
                    session(name);
                }
                for (String name : sorted(directory.resolve(PendingFiles.DIRECTORY), "")) {
                    pendingLogin(name);
                }
                for (String name : sorted(directory.resolve(TempFiles.DIRECTORY), "")) {
                    temporary(directory.resolve(TempFiles.DIRECTORY).resolve(name));
                }
            } catch (IOException e) {
                throw new StoreException("The directory " + directory + " can't be read: " + IoErrors.of(e), e);
            }
        }
        sessions.sort(Comparator.comparing(OAuthSession::did));
        return new StoreReport(sessions, pendingLogins, problems);
    }

    private void session(String name) {
        Path file = directory.resolve(name);
        try {
            OAuthSession session = StoredSession.parse(files(directory).read(name), file.toString());
            String itsName = SessionFileName.of(session.did());
            if (itsName.equals(name)) {
                sessions.add(session);
            } else {
                unreadable(
                        file,
                        file + " holds the session of " + session.did() + ", which belongs into " + itsName,
                        "Rename it, unless " + itsName + " is there too");
            }
        } catch (NoSuchFileException e) {
            // Deleted since its name was read.
        } catch (IOException e) {
            unreadable(
                    file,
                    file + " can't be read: " + IoErrors.of(e),
                    "Give the owner back the right to read it (chmod u+rw), or remove it and sign in again");
        } catch (StoreException e) {
            unreadable(file, e.getMessage(), "Sign its account in again, which replaces it, or remove it");
        }
    }

    private void pendingLogin(String name) throws IOException {
        Path pending = directory.resolve(PendingFiles.DIRECTORY);
        Path file = pending.resolve(name);
        try {
            if (!PendingEntry.parse(files(pending).read(name), file.toString()).isExpired(clock.instant())) {
                pendingLogins++;
                return;
            }
            problems.add(new StoreProblem(
                    Kind.ORPHANED,
                    file,
                    file + " is a login that has expired",
                    "An application's next login removes it; or remove it yourself"));
        } catch (NoSuchFileException e) {
            // Taken since its name was read.
        } catch (IOException e) {
            unreadable(file, file + " can't be read: " + IoErrors.of(e), "Remove it");
        } catch (StoreException e) {
            unreadable(file, e.getMessage(), "Remove it");
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
                        file + " was left by a program that died while it wrote a session",
                        "The next login or refresh removes it; or remove it yourself"));
            }
        } catch (NoSuchFileException e) {
            // Its writer has just finished.
        }
    }

    private void unreadable(Path file, String what, String remedy) {
        problems.add(new StoreProblem(Kind.UNREADABLE, file, what, remedy));
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
