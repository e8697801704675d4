package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in a directory or in a database file. */
final class PathStore extends CliStore {

    /** The lock file of {@link FilesystemOAuthTokenStore}. */
    private static final String LOCK_FILE = ".lock";

    private final StoreOptions.Kind kind;
    private final Path path;
    private final @Nullable KeySource keys;

    PathStore(StoreOptions.Kind kind, Path path, @Nullable KeySource keys) {
        this.keys = keys;
        this.kind = kind;
        this.path = path;
    }

    @Override
    StoreOptions.Kind kind() {
        return kind;
    }

    @Override
    String name() {
        return path.toString();
    }

    @Override
    void describe(JsonObjectBuilder json) {
        json.add("path", name());
    }

    @Override
    boolean exists() {
        return Files.exists(path);
    }

    @Override
    String remedy() {
        return "Choose another --path, or restore it from a backup";
    }

    @Override
    OAuthTokenStore open() {
        requireOwner();
        return kind == StoreOptions.Kind.sqlite
                ? SqliteOAuthTokenStore.open(path, keys)
                : FilesystemOAuthTokenStore.open(path, keys);
    }

    @Override
    StoreReport check(Consumer<OAuthSession> sessions) {
        return kind == StoreOptions.Kind.sqlite
                ? SqliteOAuthTokenStore.check(path, keys, sessions)
                : FilesystemOAuthTokenStore.check(path, keys, sessions);
    }

    @Override
    void summaries(Consumer<SessionSummary> sessions) {
        report(session -> sessions.accept(SessionSummary.of(session)));
    }

    @Override
    List<SessionSummary> page(@Nullable String after, int limit) {
        if (!exists()) {
            return List.of();
        }
        if (after == null && kind == StoreOptions.Kind.sqlite) {
            SqliteOAuthTokenStore.requireSessionTable(path);
        }
        return sessions(after, limit);
    }

    @Override
    void requireSessionStore() {
        report(session -> {});
    }

    @Override
    void requireOwner() {
        new StoreOwner().require(path, path.resolve(LOCK_FILE));
    }

    @Override
    void requireWritable() {
        requireOwner();
        Path existing = path;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        boolean database = kind == StoreOptions.Kind.sqlite && path.equals(existing);
        if (existing == null || !Files.isWritable(existing) || Files.isDirectory(existing) == database) {
            throw new CommandException(
                    ExitCode.STORE,
                    "Cannot store sessions in " + path + ": " + existing + " is not a "
                            + (database ? "file" : "directory") + " that you can write to");
        }
    }
}
