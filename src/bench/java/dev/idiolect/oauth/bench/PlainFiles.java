package dev.idiolect.oauth.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/** A file for each session, which is replaced atomically and durably. */
final class PlainFiles implements Plain {

    private final AtomicLong saves = new AtomicLong();
    private final Path directory;

    PlainFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns the file of an account, with the name that the store gives it. */
    static Path file(Path directory, String did) {
        return directory.resolve(did.replace(':', '_') + ".json");
    }

    @Override
    public OAuthSession read(String did) throws IOException {
        return OAuthSession.fromJson(Files.readString(file(directory, did)));
    }

    @Override
    public void save(OAuthSession session) throws IOException {
        Path temp = directory.resolve("plain-" + saves.incrementAndGet() + ".tmp");
        try (FileChannel out = FileChannel.open(temp, CREATE_NEW, WRITE)) {
            out.write(ByteBuffer.wrap(session.toJson().getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(temp, file(directory, session.did()), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(directory, READ)) {
            parent.force(true);
        }
    }

    @Override
    public void close() {}
}
