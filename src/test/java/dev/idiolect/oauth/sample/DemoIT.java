package dev.idiolect.oauth.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.Wire;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's first command, from the address that it prints to its end. */
@Tag("liberty-sample")
@Timeout(180)
class DemoIT {

    @Test
    void itsEndIsSaidAndLeavesNoServer() throws Exception {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Demo.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        String sample = "";
        try (BufferedReader lines = demo.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith("  Open ")) {
                    sample = line.replaceFirst(" *Open *", "");
                    assertThat(Wire.get(sample).statusCode()).isEqualTo(200);
                }
                if (line.contains("Ctrl-C")) {
                    demo.toHandle().destroy(); // which leaves what it says to be read
                }
            }
        } finally {
            demo.destroy(); // not by force, which would leave its servers behind
        }
        assertThat(said).endsWith("Stopped; the account is gone.");
        String gone = sample;
        assertThatThrownBy(() -> Wire.get(gone)).isInstanceOf(UncheckedIOException.class);
    }
}
