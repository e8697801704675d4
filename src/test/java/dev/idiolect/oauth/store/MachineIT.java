package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines with a full disk, or with a directory for temporary files that SQLite cannot use. */
@Timeout(120)
class MachineIT {

    private static final String DID = "did:plc:account";
    private static final String OPTION = "Choose another directory with -Dorg.sqlite.tmpdir";

    @TempDir
    private Path root;

    private Path disk;

    @BeforeEach
    void requireMounts() throws Exception {
        assumeTrue(StoreProcess.canMount(), "needs user namespaces, or root");
        disk = Files.createDirectory(root.resolve("disk"));
    }

    @Test
    void unusableTemporaryDirectoryIsNamed() throws Exception {
        assertThat(opening(disk, "noexec,size=4m")).contains(disk + ", which may be mounted noexec", OPTION);
        assertThat(opening(disk, "size=64k")).contains(disk + ", which is full", OPTION);
        Path missing = root.resolve("missing");
        assertThat(opening(missing, "size=4m")).contains(missing + ", which is missing", OPTION);
        Path file = Files.createFile(root.resolve("file"));
        assertThat(opening(file, "size=4m")).contains(file + ", which is not a directory", OPTION);
        assertThat(opening(disk, "size=4m")).isEqualTo("opened");
    }

    @Test
    void fileIsDeletedOnAFullDisk() throws Exception {
        Path store = disk.resolve("sessions");
        try (StoreProcess process = StoreProcess.startWithDisk(
                disk, "size=512k", root, Kind.FILESYSTEM, store, "delete-on-full-disk", DID)) {
            assertThat(process.line()).contains("Cannot save", "Free some space on its disk");
            assertThat(process.line()).isEqualTo("deleted");
        }
    }

    @Test
    void databaseThatFilledItsDiskSaysWhatToDo() throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process =
                StoreProcess.startWithDisk(disk, "size=512k", root, Kind.SQLITE, store, "delete-on-full-disk", DID)) {
            assertThat(process.line()).contains("Cannot save", "SQLITE_FULL", "Free some space on its disk");
            assertThat(process.line()).contains("Cannot delete", "SQLITE_FULL", "Free some space on its disk");
        }
    }

    /** Another program has filled the disk. */
    @Test
    void databaseIsStillWrittenOnAFullDisk() throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process =
                StoreProcess.startWithDisk(disk, "size=512k", root, Kind.SQLITE, store, "write-on-full-disk", DID)) {
            assertThat(process.line()).isEqualTo("saved");
            assertThat(process.line()).isEqualTo("deleted");
        }
    }

    @Test
    void openingOnAFullDiskSaysWhatToDo() throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process =
                StoreProcess.startWithDisk(disk, "size=12k", root, Kind.SQLITE, store, "open", DID)) {
            assertThat(process.line()).contains(store.toString(), "Free some space on its disk");
        }
    }

    /** Like a network drive that is mounted without a lock server. */
    @Test
    void directoryWithoutFileLocksIsRefusedAtOpening() throws Exception {
        Path source = Files.writeString(root.resolve("nolocks.cc"), """
                #include <cerrno>
                #include <cstdarg>
                #include <fcntl.h>
                #include <sys/syscall.h>
                #include <unistd.h>
                extern "C" int fcntl64(int file, int command, ...) {
                  va_list rest;
                  va_start(rest, command);
                  void* argument = va_arg(rest, void*);
                  va_end(rest);
                  if (command == F_SETLK || command == F_SETLKW) {
                    errno = ENOLCK;
                    return -1;
                  }
                  return (int) syscall(SYS_fcntl, file, command, argument);
                }
                #undef fcntl
                extern "C" int fcntl(int file, int command, ...) {
                  va_list rest;
                  va_start(rest, command);
                  void* argument = va_arg(rest, void*);
                  va_end(rest);
                  return fcntl64(file, command, argument);
                }
                """);
        Path library = root.resolve("nolocks.so");
        Process compiler = new ProcessBuilder("g++", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        Path store = root.resolve("sessions");
        try (StoreProcess process = StoreProcess.startWithLibrary(library, Kind.FILESYSTEM, store, "open", DID)) {
            assertThat(process.line())
                    .contains("Cannot open a session store in the directory " + store, "No locks available")
                    .endsWith("use a directory on a local disk");
        }
    }

    private String opening(Path temporary, String options) throws Exception {
        try (StoreProcess process = StoreProcess.startWithDisk(
                disk, options, temporary, Kind.SQLITE, root.resolve("sessions.db"), "open", DID)) {
            return String.valueOf(process.line());
        }
    }
}
