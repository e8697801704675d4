package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Hosts that work at the same time, each a JVM that prints "ready", waits for a byte, and prints one line at its end. */
public final class Hosts {

    private Hosts() {}

    /** Runs hosts by their commands, and returns the last line of each. */
    public static List<String> run(List<List<String>> commands) throws IOException {
        List<Process> hosts = new ArrayList<>();
        try {
            List<BufferedReader> outputs = new ArrayList<>();
            for (List<String> command : commands) {
                Process host = new ProcessBuilder(command)
                        .redirectError(Redirect.INHERIT)
                        .start();
                hosts.add(host);
                outputs.add(host.inputReader());
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process host : hosts) {
                host.getOutputStream().write(1);
                host.getOutputStream().flush();
            }
            List<String> lines = new ArrayList<>();
            for (BufferedReader output : outputs) {
                String line = output.readLine();
                assertThat(line).as("a host failed, see its output").isNotNull();
                lines.add(line);
            }
            return lines;
        } finally {
            hosts.forEach(Process::destroyForcibly);
        }
    }
}
