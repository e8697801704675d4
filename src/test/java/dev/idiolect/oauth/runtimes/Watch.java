package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Ends a process, and all that it has started, when this JVM is gone, however it went. */
final class Watch {

    /** Its input ends with this JVM; what is sent to all, such as Ctrl-C, is not for it. */
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
        // Another process may get the number.
        process.onExit().thenRun(watch::destroyForcibly);
    }
}
