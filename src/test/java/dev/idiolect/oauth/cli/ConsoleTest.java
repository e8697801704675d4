package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    @Test
    void codeOfAWarningDoesNotRepeatAFailure() {
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(err));
        console.warn("IDOA-0303: Session of did:plc:aaa has ended: the user must sign in again");
        console.error("Session of did:plc:aaa has ended: the user must sign in again");
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("error: Session of did:plc:aaa has ended: the user must sign in again");
    }
}
