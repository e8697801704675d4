package dev.idiolect.oauth.store;

import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The main class of other processes in tests: {@code KIND PATH COMMAND DID ...}. */
final class StoreMain {

    static final int ACCOUNTS = 5;

    // https://www.sqlite.org/src/file?name=src/os.h
    private static final int SQLITE_SHARED_FIRST = 0x40000002;
    private static final int SQLITE_SHARED_SIZE = 510;

    private static final int BLOCK = 4096;
    private static final int OTHER_FILE = 40 * BLOCK;

    private StoreMain() {}

    public static void main(String[] args) throws Exception {
        if (args[2].equals("open")) {
            open(Kind.valueOf(args[0]), Path.of(args[1]));
            return;
        }
        if (args[2].equals("database-in-use")) {
            sayWhetherDatabaseIsOpen(Path.of(args[1]));
            return;
        }
        if (args[2].equals("write-on-full-disk")) {
            writeOnFullDisk(Kind.valueOf(args[0]), Path.of(args[1]), args[3]);
            return;
        }
        OAuthTokenStore store = Kind.valueOf(args[0]).open(Path.of(args[1]));
        String did = args[3];
        switch (args[2]) {
            case "hold" -> hold(store, did);
            case "try" -> tryLock(store, did);
            case "count" -> count(store, did, Path.of(args[4]), Integer.parseInt(args[5]));
            case "save" -> save(store, did, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
            case "save-large" -> saveLarge(store, did, Integer.parseInt(args[4]));
            case "delete-on-full-disk" -> deleteOnFullDisk(store, did);
            case "read" -> say(store.load(did).orElseThrow().refreshJwt());
            case "read-without-descriptors" -> readWithoutDescriptors(store, did, Path.of(args[1]));
            case "refresh-on-full-disk" -> refreshOnFullDisk(store, did, Path.of(args[1]));
            case "refresh-on-read-only-disk" -> refreshOnReadOnlyDisk(store, did);
            case "permit-on-filling-disk" -> permitOnFillingDisk(store, did, Path.of(args[1]));
            case "write-on-read-only-disk" -> writeOnReadOnlyDisk(store, did);
            case "take-logins" -> consumeLogins(store, did, Integer.parseInt(args[4]));
            case "save-until-killed" -> {
                say("up");
                saveUntilKilled(store, did, readVersion());
            }
            default -> throw new IllegalArgumentException(args[2]);
        }
        Kind.close(store);
    }

    private static void hold(OAuthTokenStore store, String did) throws Exception {
        try (SessionLock lock = store.lock(did, Duration.ofSeconds(20))) {
            say(lock == null ? "none" : "locked");
            System.in.read();
        }
        say("released");
    }

    private static void tryLock(OAuthTokenStore store, String did) {
        try {
            store.lock(did, Duration.ofMillis(20)).close();
            say("free");
        } catch (StoreException e) {
            say("held");
        }
    }

    private static void count(OAuthTokenStore store, String did, Path counter, int rounds) throws Exception {
        say("up");
        System.in.read();
        for (int i = 0; i < rounds; i++) {
            try (SessionLock lock = store.lock(did, Duration.ofSeconds(30))) {
                int seen = lock == null ? 0 : Integer.parseInt(Files.readString(counter));
                Files.writeString(counter, Integer.toString(seen + 1));
            }
        }
    }

    private static void save(OAuthTokenStore store, String did, int from, int rounds) throws Exception {
        say("up");
        System.in.read();
        for (int i = from; i < from + rounds; i++) {
            store.save(LibraryStoreContract.version(did, i));
            LibraryStoreContract.assertWhole(store.load(did).orElseThrow());
        }
    }

    /** Consumes the logins {@code <prefix>0} and so on, and prints the numbers of those it got. */
    private static void consumeLogins(OAuthTokenStore store, String prefix, int count) throws Exception {
        say("up");
        System.in.read();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            store.pendingLogins().orElseThrow().consume(prefix + i).ifPresent(taken::add);
        }
        say(String.join(",", taken));
    }

    private static void saveLarge(OAuthTokenStore store, String did, int size) {
        try {
            store.save(TestSessions.full(did).toBuilder()
                    .accessJwt("a".repeat(size))
                    .refreshJwt("refresh")
                    .issuedAt(TestSessions.ISSUED)
                    .expiresAt(TestSessions.EXPIRES)
                    .build());
            say("saved");
        } catch (StoreException e) {
            say(e.getMessage());
        }
    }

    /** Opens a store and prints "opened" or the failure. */
    private static void open(Kind kind, Path path) {
        try {
            Kind.close(kind.open(path));
            say("opened");
        } catch (Exception e) {
            say(e.getMessage());
        }
    }

    /**
     * Prints whether another process has an SQLite database open. Older versions of SQLite only look at this lock before
     * they delete the write-ahead log.
     */
    private static void sayWhetherDatabaseIsOpen(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            say(channel.tryLock(SQLITE_SHARED_FIRST, SQLITE_SHARED_SIZE, false) == null ? "open" : "not open");
        }
    }

    /** Saves and reads sessions while the disk is mounted read-only, and after that. Prints the outcome of each. */
    private static void writeOnReadOnlyDisk(OAuthTokenStore store, String did) throws Exception {
        store.save(LibraryStoreContract.version(did, 1));
        Path marker = Files.createFile(Path.of(System.getenv("READ_ONLY")));
        saveAndRead(store, did);
        Files.delete(marker);
        saveAndRead(store, did);
    }

    private static void saveAndRead(OAuthTokenStore store, String did) {
        try {
            store.save(LibraryStoreContract.version(did, 2));
            say("saved");
        } catch (StoreException e) {
            say(e.getMessage());
        }
        say(Integer.toString(LibraryStoreContract.versionOf(store.load(did).orElseThrow())));
    }

    /** Fills the disk, then saves and deletes a session. */
    private static void writeOnFullDisk(Kind kind, Path path, String did) throws Exception {
        OAuthTokenStore first = kind.open(path);
        for (int i = 0; i < ACCOUNTS; i++) {
            first.save(LibraryStoreContract.version(did + i, i));
        }
        Kind.close(first);
        OAuthTokenStore store = kind.open(path);
        for (int i = 0; i < ACCOUNTS; i++) {
            store.save(LibraryStoreContract.version(did + i, 10 + i));
        }
        try (OutputStream other = Files.newOutputStream(path.resolveSibling("other"))) {
            while (true) {
                other.write(new byte[512]);
            }
        } catch (IOException full) {
            // As intended.
        }
        for (int i = 0; i < 100; i++) {
            store.save(LibraryStoreContract.version(did + "0", 20 + i));
        }
        say("saved");
        store.delete(did + "0");
        say(store.load(did + "0").isEmpty() ? "deleted" : "still there");
        Kind.close(store);
    }

    /** Saves sessions until the disk is full, prints the failure, then deletes the first. */
    private static void deleteOnFullDisk(OAuthTokenStore store, String did) {
        OAuthSession first = LibraryStoreContract.version(did, 0);
        store.save(first);
        try {
            for (int i = 1; ; i++) {
                store.save(LibraryStoreContract.version(did + i, i));
            }
        } catch (StoreException e) {
            say(e.getMessage());
        }
        try {
            store.delete(did);
            say(store.load(did).isEmpty() ? "deleted" : "still there");
        } catch (StoreException e) {
            say(e.getMessage());
        }
    }

    /** Reads a session while the process has no file descriptor left, and after that. Prints the outcome of each. */
    private static void readWithoutDescriptors(OAuthTokenStore store, String did, Path directory) throws IOException {
        store.save(LibraryStoreContract.version(did, 1));
        // Loads the classes of a failure, which takes descriptors too.
        Files.createDirectory(directory.resolve("did_plc_other.json"));
        read(store, "did:plc:other");
        List<FileChannel> open = new ArrayList<>();
        try {
            while (true) {
                open.add(FileChannel.open(Path.of("/dev/null"), StandardOpenOption.READ));
            }
        } catch (IOException limit) {
            // As intended.
        }
        String outcome = read(store, did);
        for (FileChannel channel : open) {
            channel.close();
        }
        say(outcome);
        say(read(store, did));
    }

    private static String read(OAuthTokenStore store, String did) {
        try {
            return store.load(did).orElseThrow().refreshJwt();
        } catch (StoreException e) {
            return (e.isTransient() ? "transient: " : "permanent: ") + e.getMessage();
        }
    }

    /** Refreshes a session on a full disk, and when the disk has space again. */
    private static void refreshOnFullDisk(OAuthTokenStore store, String did, Path path) throws Exception {
        Path other = path.resolveSibling("other");
        fillDisk(store, expired(did), other);
        refresh(store, did);
        Files.delete(other);
        refresh(store, did);
    }

    /** Refreshes a session while the disk is mounted read-only, and after that. */
    private static void refreshOnReadOnlyDisk(OAuthTokenStore store, String did) throws Exception {
        store.save(expired(did));
        Path marker = Files.createFile(Path.of(System.getenv("READ_ONLY")));
        refresh(store, did);
        Files.delete(marker);
        refresh(store, did);
    }

    private static OAuthSession expired(String did) {
        return LibraryStoreContract.version(did, 1).toBuilder()
                .refreshExpiresAt(Instant.now().plus(Duration.ofDays(1)))
                .build();
    }

    /** Fills the disk with a session, those of other accounts, and another program's file. */
    private static void fillDisk(OAuthTokenStore store, OAuthSession session, Path other) throws IOException {
        Files.write(other, new byte[OTHER_FILE]);
        store.save(session);
        try {
            for (int i = 0; ; i++) {
                store.save(LibraryStoreContract.version(session.did() + i, i));
            }
        } catch (StoreException full) {
            // As intended.
        }
        try (OutputStream out = Files.newOutputStream(other, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException full) {
            // As intended.
        }
    }

    /** Prints the outcome of a refresh, the number of used refresh tokens, and the stored one. */
    private static void refresh(OAuthTokenStore store, String did) {
        AtomicInteger requests = new AtomicInteger();
        Refresher server = session -> {
            requests.incrementAndGet();
            return session.toBuilder()
                    .accessJwt("access-2")
                    .refreshJwt("refresh-2")
                    .expiresAt(Instant.now().plus(Duration.ofHours(1)))
                    .build();
        };
        try {
            SessionRefresher.builder(store, server).build().refreshIfNeeded(did);
            say("refreshed");
        } catch (StoreException | RefreshException e) {
            say(e.getMessage());
        }
        say(requests + " sent");
        say(store.load(did).orElseThrow().refreshJwt());
    }

    /** Frees the space of a full disk block by block, and saves a session whenever the store permits it. */
    private static void permitOnFillingDisk(OAuthTokenStore store, String did, Path path) throws IOException {
        Path other = path.resolveSibling("other");
        OAuthSession session =
                expired(did).toBuilder().accessJwt("a".repeat(3 * BLOCK)).build();
        fillDisk(store, session, other);
        int permits = 0;
        for (long size = Files.size(other); size > 0; size -= BLOCK) {
            try (FileChannel rest = FileChannel.open(other, StandardOpenOption.WRITE)) {
                rest.truncate(size - BLOCK);
            }
            SessionLock lock = store.lock(did, Duration.ofSeconds(20));
            boolean permitted = false;
            try {
                permitted = lock.permit(session);
                permits++;
            } catch (StoreException full) {
                // As intended.
            }
            if (permitted) {
                session = session.toBuilder()
                        .accessJwt(Integer.toString(permits % 10).repeat(3 * BLOCK))
                        .build();
                store.save(session);
            }
            lock.close();
        }
        say(permits == 0 ? "no permit" : "each permitted session was saved");
    }

    /** Saves newer versions in turn for the accounts {@code <did>0} to {@code <did>4}. */
    private static void saveUntilKilled(OAuthTokenStore store, String did, int from) {
        for (int i = from; ; i++) {
            store.save(LibraryStoreContract.version(did + i % ACCOUNTS, i));
            say(Integer.toString(i));
        }
    }

    private static int readVersion() throws IOException {
        return Integer.parseInt(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
