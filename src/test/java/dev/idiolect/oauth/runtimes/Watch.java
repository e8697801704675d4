package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Ends a process and its children when this JVM ends, even if the JVM is killed. */
final class Watch {

    /** The input of the script ends with this JVM. It ignores signals to the whole group, such as Ctrl-C. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            end() {
              kill -STOP $1
              for child in $(cat /proc/$1/task/*/children); do end $child; done
              kill -KILL $1
            }
            read -r line
            end $1
            """;

    private Watch() {}

    static void over(Process process) throws IOException {
        Process watch = new ProcessBuilder("sh", "-c", SCRIPT, "watch", Long.toString(process.pid()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        // Another process may get the same id.
        process.onExit().thenRun(watch::destroyForcibly);
    }
}
