package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.internal.doctor.Check;
import dev.idiolect.oauth.cli.internal.doctor.Checks;
import dev.idiolect.oauth.cli.internal.doctor.ConfigFile;
import dev.idiolect.oauth.cli.internal.doctor.Doctor;
import dev.idiolect.oauth.cli.internal.doctor.Settings;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Checks the configuration of an application. */
@Command(
        name = "doctor",
        header = "Check the configuration of an application, and show how to fix it.",
        description = {
            "Checks the configuration, the client and its published metadata, the key files, the store and the clock, and with"
                    + " --account the servers of an account. Prints a line for each check: OK, WARN, FAIL with the fix, or"
                    + " SKIP if it needs another check. Changes nothing, and prints no secrets.",
            "Run it as the user of the application, in its environment: as in the application, environment variables such as"
                    + " IDIOLECT_OAUTH_STORE_PATH precede the file.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  idiolect oauth doctor --config /etc/my-app/microprofile-config.properties",
            "  idiolect oauth doctor --account alice.bsky.social",
            "  idiolect oauth doctor --set client-id=https://app.example.com/oauth/client-metadata.json"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, "1:a check failed", ExitCode.Help.USAGE, ExitCode.Help.BUG})
final class DoctorCommand extends JsonCommand {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "The properties file of the application.",
                "Default: microprofile-config.properties or application.properties, in this directory or in the places"
                        + " where a build has them."
            })
    private @Nullable String config;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The configuration profile, such as prod on Quarkus. Default: mp.config.profile in the file.")
    private @Nullable String profile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace the value of a configuration key, with or without its prefix idiolect.oauth. Not for"
                    + " secrets.")
    private Map<String, String> replaced = new HashMap<>();

    @Option(
            names = "--account",
            paramLabel = "HANDLE",
            description = "Also check the handle, the DID document and the servers of this account. A handle or DID.")
    private @Nullable String account;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "The time limit of each check, such as 90s or 5m. Default: 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    DoctorCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        List<Check> checks = Checks.of(
                settings,
                new StoreCheck(settings, environment().clock()),
                account,
                environment().network(),
                environment().clock());
        DoctorOutput output =
                new DoctorOutput(json(), environment().terminal().showsProgress(), console(), this::print);
        try {
            new Doctor(timeout).run(checks, output);
        } finally {
            output.end();
        }
        return output.hasFailures() ? ExitCode.FAILED : ExitCode.OK;
    }

    private Settings settings() {
        Map<String, String> variables = environment().variables();
        Map<String, String> options = options();
        Path file = config == null
                ? ConfigFile.find(Path.of("")).orElse(null)
                : OptionPath.absolute(commandLine(), "--config", config);
        if (file != null) {
            return new Settings(file.toString(), options, variables, read(file), profile);
        }
        boolean configured = !options.isEmpty()
                || Arrays.stream(ConfigKey.values()).anyMatch(key -> variables.containsKey(key.variable()));
        if (!configured) {
            throw usage("No configuration found: name the properties file with --config, or set keys with --set. These"
                    + " files do not exist, or have no key " + ConfigKey.PREFIX + "*: "
                    + String.join(", ", ConfigFile.PLACES));
        }
        return new Settings("the options and the environment", options, variables, Map.of(), profile);
    }

    private Map<String, String> read(Path file) {
        try {
            return ConfigFile.read(file);
        } catch (IOException e) {
            throw usage("Cannot read " + file + ": " + IoErrors.reason(e));
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        replaced.forEach((name, value) -> {
            String key = name.startsWith(ConfigKey.PREFIX) ? name : ConfigKey.PREFIX + name;
            options.put(key, value);
        });
        String secrets = Arrays.stream(ConfigKey.values())
                .filter(key -> key.isSecret() && options.containsKey(key.key()))
                .map(ConfigKey::key)
                .collect(Collectors.joining(", "));
        if (!secrets.isEmpty()) {
            throw usage("Secrets on the command line are visible to other users: put " + secrets
                    + " into a file or an environment variable");
        }
        return options;
    }

    private ParameterException usage(String message) {
        return new ParameterException(commandLine(), message);
    }
}
