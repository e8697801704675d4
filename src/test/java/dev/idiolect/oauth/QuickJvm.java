package dev.idiolect.oauth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of another JVM that starts quickly and does not live long. */
public final class QuickJvm {

    private QuickJvm() {}

    /** Returns the command up to the class path of the tests. Options, a main class and its arguments follow. */
    public static List<String> command() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path")));
    }
}
