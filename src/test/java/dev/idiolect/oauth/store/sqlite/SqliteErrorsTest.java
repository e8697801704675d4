package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.StoreException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;

class SqliteErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "SQLITE_NOMEM, true",
        "SQLITE_CANTOPEN, true",
        "SQLITE_IOERR_READ, true",
        "SQLITE_BUSY, true",
        "SQLITE_CORRUPT, false",
        "SQLITE_NOTADB, false"
    })
    void failureOfTheMachineIsTransient(SQLiteErrorCode code, boolean isTransient) {
        StoreException failure =
                SqliteErrors.exception("Cannot read sessions.db", new SQLException("[" + code + "]", null, code.code));
        assertThat(failure.isTransient()).isEqualTo(isTransient);
        assertThat(failure.isUnreadable()).isFalse();
        assertThat(failure).hasMessageStartingWith("Cannot read sessions.db: [" + code + "]");
    }
}
