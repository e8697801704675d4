package dev.idiolect.oauth.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where sessions are kept, for every command. */
final class StoreOptions {

    static final String VARIABLE = "IDIOLECT_SESSION_DIR";

    /** The kinds of stores; their names are what is typed. */
    enum Kind {
        filesystem,
        sqlite
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--store",
            paramLabel = "KIND",
            description = "How sessions are kept: ${COMPLETION-CANDIDATES}. Default: filesystem.")
    private Kind kind = Kind.filesystem;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = {
                "The directory of filesystem, the database file of sqlite.",
                "Default: $" + VARIABLE + ", else ~/.config/idiolect/sessions; none for sqlite."
            })
    private @Nullable Path path;

    /** The store, which is made when something is to be kept there, and not before. */
    CliStore store(CliEnvironment around) {
        Path where = path(around.env());
        if (kind == Kind.filesystem && Files.isRegularFile(where)) {
            throw usage(where + " is a file, and sessions are kept in a directory. For a database add --store sqlite");
        }
        return new CliStore(kind, where);
    }

    /** What leads another command to the same store, to be typed in a shell, with a blank before it. */
    String typed() {
        return (kind == Kind.filesystem ? "" : " --store " + kind)
                + (path == null ? "" : " --path '" + path.toString().replace("'", "'\\''") + "'");
    }

    private Path path(Map<String, String> env) {
        if (path != null) {
            return path.toAbsolutePath();
        }
        if (kind == Kind.sqlite) {
            throw usage("--store sqlite needs --path with the database file");
        }
        String directory = env.getOrDefault(VARIABLE, "");
        try {
            return directory.isEmpty()
                    ? Path.of(
                            env.getOrDefault("HOME", System.getProperty("user.home")),
                            ".config",
                            "idiolect",
                            "sessions")
                    : Path.of(directory).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw usage(VARIABLE + " is no path");
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
