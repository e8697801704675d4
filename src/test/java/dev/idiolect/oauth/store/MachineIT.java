package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines with a full disk, or with a directory for temporary files that SQLite cannot use. */
@Timeout(120)
class MachineIT {

    private static final String DID = "did:plc:account";
    private static final String OPTION = "Choose another directory with -Dorg.sqlite.tmpdir";

    @TempDir
    private static Path tools;

    private static Path library;

    @TempDir
    private Path root;

    private Path disk;

    @BeforeAll
    static void compileLibrary() throws Exception {
        library = tools.resolve("machine.so");
        Path source = Path.of(System.getProperty("basedir", ""), "src", "test", "native", "machine.cc");
        Process compiler = new ProcessBuilder("g++", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
    }

    @BeforeEach
    void createDirectory() throws Exception {
        disk = Files.createDirectory(root.resolve("disk"));
    }

    /** Whether the disk is a real one. A container without the right to mount has only the one of the library. */
    static List<Boolean> mounts() throws Exception {
        return StoreProcess.canMount() ? List.of(false, true) : List.of(false);
    }

    static List<Arguments> disks() throws Exception {
        List<Arguments> disks = new ArrayList<>();
        for (boolean mount : mounts()) {
            disks.add(Arguments.of(Kind.FILESYSTEM, mount));
            disks.add(Arguments.of(Kind.SQLITE, mount));
        }
        return disks;
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void unusableTemporaryDirectoryIsNamed(boolean mount) throws Exception {
        assertThat(opening(mount, disk, "noexec,size=4m")).contains(disk + ", which may be mounted noexec", OPTION);
        assertThat(opening(mount, disk, "size=64k")).contains(disk + ", which is full", OPTION);
        Path missing = root.resolve("missing");
        assertThat(opening(mount, missing, "size=4m")).contains(missing + ", which is missing", OPTION);
        Path file = Files.createFile(root.resolve("file"));
        assertThat(opening(mount, file, "size=4m")).contains(file + ", which is not a directory", OPTION);
        assertThat(opening(mount, disk, "size=4m")).isEqualTo("opened");
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void fileIsDeletedOnAFullDisk(boolean mount) throws Exception {
        Path store = disk.resolve("sessions");
        try (StoreProcess process = start(mount, "size=512k", Kind.FILESYSTEM, store, "delete-on-full-disk")) {
            assertThat(process.line()).contains("Cannot save", "Free some space on its disk");
            assertThat(process.line()).isEqualTo("deleted");
        }
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void databaseThatFilledItsDiskSaysWhatToDo(boolean mount) throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process = start(mount, "size=512k", Kind.SQLITE, store, "delete-on-full-disk")) {
            assertThat(process.line()).contains("Cannot save", "SQLITE_FULL", "Free some space on its disk");
            assertThat(process.line()).contains("Cannot delete", "SQLITE_FULL", "Free some space on its disk");
        }
    }

    /** Another program has filled the disk. */
    @ParameterizedTest
    @MethodSource("mounts")
    void databaseIsStillWrittenOnAFullDisk(boolean mount) throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process = start(mount, "size=512k", Kind.SQLITE, store, "write-on-full-disk")) {
            assertThat(process.line()).isEqualTo("saved");
            assertThat(process.line()).isEqualTo("deleted");
        }
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void openingOnAFullDiskSaysWhatToDo(boolean mount) throws Exception {
        Path store = disk.resolve("sessions.db");
        try (StoreProcess process = start(mount, "size=12k", Kind.SQLITE, store, "open")) {
            assertThat(process.line()).contains(store.toString(), "Free some space on its disk");
        }
    }

    /** A sign-out that took this for a damaged session would delete it without revoking it. */
    @Test
    void sessionOfAProcessWithoutFileDescriptorsIsIntact() throws Exception {
        Path store = disk.resolve("sessions");
        try (StoreProcess process =
                StoreProcess.startWithDescriptors(200, Kind.FILESYSTEM, store, "read-without-descriptors", DID)) {
            assertThat(process.line())
                    .startsWith("transient: Cannot read ")
                    .contains("Too many open files. Raise the limits of open files");
            assertThat(process.line()).isEqualTo("refresh-1");
        }
    }

    /** Linux mounts a disk read-only when it finds errors. */
    @ParameterizedTest
    @EnumSource(names = {"FILESYSTEM", "SQLITE"})
    void sessionsOnAReadOnlyDiskAreRead(Kind kind) throws Exception {
        Path store = disk.resolve("sessions");
        Map<String, String> machine = Map.of(
                "DISK", disk.toString(), "READ_ONLY", root.resolve("read-only").toString());
        try (StoreProcess process =
                StoreProcess.startWithLibrary(library, machine, root, kind, store, "write-on-read-only-disk", DID)) {
            assertThat(process.line())
                    .startsWith("Cannot save ")
                    .contains(store.toString())
                    .endsWith(". Check that its disk works and can be written, then try again");
            assertThat(process.line()).isEqualTo("1");
            assertThat(process.line()).isEqualTo("saved");
            assertThat(process.line()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @MethodSource("disks")
    void refreshOnAFullDiskSendsNoToken(Kind kind, boolean mount) throws Exception {
        Path store = disk.resolve("sessions");
        try (StoreProcess process = start(mount, "size=512k", kind, store, "refresh-on-full-disk")) {
            assertRefreshWaits(process, "Free some space on its disk, then try again");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILESYSTEM", "SQLITE"})
    void refreshOnAReadOnlyDiskSendsNoToken(Kind kind) throws Exception {
        Path store = disk.resolve("sessions");
        Map<String, String> machine = Map.of(
                "DISK", disk.toString(), "READ_ONLY", root.resolve("read-only").toString());
        try (StoreProcess process =
                StoreProcess.startWithLibrary(library, machine, root, kind, store, "refresh-on-read-only-disk", DID)) {
            assertRefreshWaits(process, "Check that its disk works and can be written, then try again");
        }
    }

    private static void assertRefreshWaits(StoreProcess process, String remedy) throws IOException {
        assertThat(process.line()).contains("Cannot save", remedy);
        assertThat(process.line()).isEqualTo("0 sent");
        assertThat(process.line()).isEqualTo("refresh-1");
        assertThat(process.line()).isEqualTo("refreshed");
        assertThat(process.line()).isEqualTo("1 sent");
        assertThat(process.line()).isEqualTo("refresh-2");
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void permitOnAnAlmostFullDiskLeavesRoomForTheSave(boolean mount) throws Exception {
        Path store = disk.resolve("sessions");
        try (StoreProcess process = start(mount, "size=512k", Kind.SQLITE, store, "permit-on-filling-disk")) {
            assertThat(process.line()).isEqualTo("each permitted session was saved");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILESYSTEM", "SQLITE"})
    void openingOnAReadOnlyDiskNamesTheRemedy(Kind kind) throws Exception {
        Path store = disk.resolve("sessions");
        Path marker = Files.createFile(root.resolve("read-only"));
        Map<String, String> machine = Map.of("DISK", disk.toString(), "READ_ONLY", marker.toString());
        try (StoreProcess process = StoreProcess.startWithLibrary(library, machine, root, kind, store, "open", DID)) {
            assertThat(process.line())
                    .contains(store.toString(), ". Check that its disk works and can be written, then try again");
        }
    }

    /** Like a network drive that is mounted without a lock server. */
    @Test
    void directoryWithoutFileLocksIsRefusedAtOpening() throws Exception {
        Path store = root.resolve("sessions");
        try (StoreProcess process = StoreProcess.startWithLibrary(
                library, Map.of("NO_LOCKS", "1"), root, Kind.FILESYSTEM, store, "open", DID)) {
            assertThat(process.line())
                    .contains("Cannot open a session store in the directory " + store, "No locks available")
                    .endsWith("use a directory on a local disk");
        }
    }

    private String opening(boolean mount, Path temporary, String options) throws Exception {
        Path store = root.resolve("sessions.db");
        String line;
        try (StoreProcess process = start(mount, options, temporary, Kind.SQLITE, store, "open")) {
            line = String.valueOf(process.line());
        }
        // The next process gets an empty disk, as with a mount.
        try (Stream<Path> files = Files.list(disk)) {
            files.forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        return line;
    }

    private StoreProcess start(boolean mount, String options, Kind kind, Path store, String command)
            throws IOException {
        return start(mount, options, root, kind, store, command);
    }

    private StoreProcess start(boolean mount, String options, Path temporary, Kind kind, Path store, String command)
            throws IOException {
        return mount
                ? StoreProcess.startWithDisk(disk, options, temporary, kind, store, command, DID)
                : StoreProcess.startWithLibrary(
                        library,
                        Map.of("DISK", disk.toString(), "DISK_OPTIONS", options),
                        temporary,
                        kind,
                        store,
                        command,
                        DID);
    }
}
