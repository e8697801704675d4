package dev.idiolect.oauth.store.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks a Promela model with <a href="https://spinroot.com">Spin</a>, which searches every state that it can reach. */
record Spin(Path model, Path directory) {

    /** Longer than the longest search. A search ends then even if this JVM is killed. */
    private static final String SECONDS = "900";

    private static final String MEGABYTES = "4000";

    /** Searches for failed assertions and for states without a next step. Returns what the verifier prints. */
    String search(String... definitions) {
        compile(List.of("-O2", "-DSAFETY"), definitions);
        return run("./pan", "-m100000", "-w24");
    }

    /** Searches for runs without an end. */
    String searchCycles(String... definitions) {
        compile(List.of("-O2", "-DNP"), definitions);
        return run("./pan", "-m100000", "-w24", "-l");
    }

    /** As {@link #search}, for a model whose first error comes early. Compiles faster and searches slower. */
    String searchFirstError(String... definitions) {
        compile(List.of("-DSAFETY"), definitions);
        return run("./pan", "-m100000", "-w20");
    }

    private void compile(List<String> options, String... definitions) {
        List<String> spin = new ArrayList<>(List.of("spin", "-a"));
        Stream.of(definitions).map(definition -> "-D" + definition).forEach(spin::add);
        spin.add(model.toAbsolutePath().toString());
        runToSuccess(spin);
        List<String> gcc = new ArrayList<>(List.of("gcc", "-w", "-DMEMLIM=" + MEGABYTES));
        gcc.addAll(options);
        gcc.addAll(List.of("-o", "pan", "pan.c"));
        runToSuccess(gcc);
    }

    private void runToSuccess(List<String> command) {
        Process process = start(command);
        String output = output(process);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ":\n" + output);
        }
    }

    private String run(String... command) {
        List<String> limited = new ArrayList<>(List.of("timeout", SECONDS));
        limited.addAll(List.of(command));
        Process process = start(limited);
        return output(process);
    }

    private Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot run " + command.get(0) + ": install it (Debian and Ubuntu: apt-get install spin gcc)", e);
        }
    }

    private static String output(Process process) {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the output of " + process.info(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a model is checked", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
