package dev.idiolect.oauth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command of another JVM that starts quickly and does not live long. */
public final class QuickJvm {

    /** No optimized compilation and no parallel garbage collection, which do not pay off in a short life. */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private QuickJvm() {}

    /** Returns the options in one text, for the environment of a script. */
    public static String options() {
        return String.join(" ", OPTIONS);
    }

    /** Returns the options of a tool of the JDK, such as {@code jcmd}. */
    public static Stream<String> optionsOfTool() {
        return OPTIONS.stream().map(option -> "-J" + option);
    }

    /** Returns the command up to the class path of the tests. Options, a main class and its arguments follow. */
    public static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        return command;
    }
}
