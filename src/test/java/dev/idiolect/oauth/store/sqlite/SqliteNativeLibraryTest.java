package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteNativeLibraryTest {

    @TempDir
    Path directory;

    private Path file(String name) throws IOException {
        return Files.createFile(directory.resolve(name));
    }

    private static String unpacked() {
        return "sqlite-3.54.1.0-" + UUID.randomUUID() + "-libsqlitejdbc.so";
    }

    private void removeWhereMapped(String... mapped) throws IOException {
        Path maps = directory.resolve("maps");
        Files.write(
                maps,
                List.of(mapped).stream()
                        .map(path -> "7f11c2a00000-7f11c2a10000 r-xp 00000000 fe:01 1234       " + path)
                        .toList());
        SqliteNativeLibrary.remove(maps);
    }

    @Test
    void loadedLibraryAndItsMarkerAreDeleted() throws IOException {
        Path loaded = file(unpacked());
        Path mark = file(loaded.getFileName() + ".lck");
        Path justUnpacked = file(unpacked());
        removeWhereMapped("/usr/lib/libc.so.6", loaded.toString(), loaded.toString(), "[heap]");
        assertThat(loaded).doesNotExist();
        assertThat(mark).doesNotExist();
        assertThat(justUnpacked)
                .as("library that another process is about to load")
                .exists();
    }

    @Test
    void installedLibraryIsKept() throws IOException {
        Path installed = file("libsqlitejdbc.so");
        Path likeIt = file("sqlite-3.54.1.0-libsqlitejdbc.so");
        removeWhereMapped(installed.toString(), likeIt.toString());
        assertThat(installed).exists();
        assertThat(likeIt).exists();
    }

    @Test
    void undeletableOrUnreadableFileIsNoFailure() throws IOException {
        Path full = Files.createDirectory(directory.resolve(unpacked()));
        Files.createFile(full.resolve("in it"));
        assertThatCode(() -> removeWhereMapped(full.toString(), directory.resolve(unpacked()) + " (deleted)"))
                .doesNotThrowAnyException();
        assertThatCode(() -> SqliteNativeLibrary.remove(directory.resolve("no maps here")))
                .doesNotThrowAnyException();
        assertThat(full).exists();
    }
}
