package dev.idiolect.oauth.store.internal.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suggested command works for any file name. */
class PermissionCheckTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"x; touch $(echo marker) 'it'.json", "x\ntouch marker\n'it'\u2028.json"})
    void remedyQuotesAnyFileName(String name) throws Exception {
        Path marker = directory.resolve("marker");
        Path file = directory.resolve(name);
        Files.writeString(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        StoreProblem shared = FilesystemOAuthTokenStore.check(directory, null).problems().stream()
                .filter(problem -> problem.kind() == StoreProblem.Kind.PERMISSIONS
                        && problem.path().equals(file))
                .findFirst()
                .orElseThrow();
        String command = shared.remedy().replaceFirst("^Run: ", "");
        assertThat(command).hasLineCount(1);
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        assertThat(marker).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PermissionCheck.quoted(Path.of("/a/b_c.json"))).isEqualTo("/a/b_c.json");
    }

    @Test
    void sharedDirectoryIsFoundBehindALink() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), shared);
        assertThat(FilesystemOAuthTokenStore.check(link, null).problems())
                .extracting(StoreProblem::kind)
                .containsExactly(StoreProblem.Kind.PERMISSIONS);
        Path database = shared.resolve("sessions.db");
        SqliteOAuthTokenStore.open(database).close();
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));
        Path linked = Files.createSymbolicLink(directory.resolve("linked.db"), database);
        assertThat(SqliteOAuthTokenStore.check(linked, null).problems())
                .extracting(StoreProblem::path)
                .contains(database.toRealPath());
    }
}
