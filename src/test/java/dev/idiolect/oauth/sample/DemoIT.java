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

/** The README's first command: the URL that it prints, and its end. */
@Tag("liberty-sample")
@Timeout(180)
class DemoIT {

    @Test
    void endIsAnnouncedAndLeavesNoServer() throws Exception {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Demo.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> output = new ArrayList<>();
        String sample = "";
        try (BufferedReader lines = demo.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith("  Open ")) {
                    sample = line.replaceFirst(" *Open *", "");
                    assertThat(Wire.get(sample).statusCode()).isEqualTo(200);
                }
                if (line.contains("Ctrl-C")) {
                    demo.toHandle().destroy(); // keeps its output open, unlike demo.destroy()
                }
            }
        } finally {
            demo.destroy(); // not destroyForcibly(), which would leave its servers running
        }
        assertThat(output).endsWith("Stopped. The account is deleted.");
        String gone = sample;
        assertThatThrownBy(() -> Wire.get(gone)).isInstanceOf(UncheckedIOException.class);
    }
}
