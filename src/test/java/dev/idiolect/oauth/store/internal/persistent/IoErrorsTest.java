package dev.idiolect.oauth.store.internal.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.StoreException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of the machine are transient, because the file is intact. */
class IoErrorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many open files",
                "Too many open files in system",
                "Cannot allocate memory",
                "No space left on device",
                "Read-only file system"
            })
    void failureOfTheMachineIsTransient(String reason) {
        StoreException failure =
                IoErrors.exception("Cannot read x.json", new FileSystemException("x.json", null, reason));
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.isUnreadable()).isFalse();
        assertThat(failure)
                .hasMessageStartingWith("Cannot read x.json: " + reason + ". ")
                .hasMessageEndingWith("then try again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Permission denied", "Is a directory"})
    void otherFailureIsPermanentButNotThatOfTheContent(String reason) {
        StoreException failure =
                IoErrors.exception("Cannot read x.json", new FileSystemException("x.json", null, reason));
        assertThat(failure.isTransient()).isFalse();
        assertThat(failure.isUnreadable()).isFalse();
    }
}
