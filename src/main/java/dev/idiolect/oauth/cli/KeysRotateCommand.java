package dev.idiolect.oauth.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Encrypts all sessions with a new key. */
@Command(
        name = "rotate",
        header = "Encrypt all sessions with a new key.",
        description = {
            "Adds a new key before the others in the file of --encryption-keys, then encrypts each session with it."
                    + " Also encrypts plain sessions, and names their accounts. Applications that read this file"
                    + " use the new key without a restart. Old keys stay in the file.",
            "If an earlier rotation is not finished, finishes it instead of adding a key. Also adds no key if a session cannot be"
                    + " encrypted, unless --new-key is given. You can interrupt the command at any time, and run it again.",
            "With --store jdbc, adds no key: encrypts each session with the first key. Give that key to every host"
                    + " first, because a host cannot read a session whose key it lacks.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  idiolect oauth keys rotate --encryption-keys /etc/my-app/encryption-keys.json",
            "  idiolect oauth keys rotate --encryption-keys /etc/my-app/encryption-keys.json \\",
            "      --store jdbc --store-url jdbc:postgresql://db.example.com/app --store-user app"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class KeysRotateCommand extends StoreCommand {

    @Option(
            names = "--new-key",
            negatable = true,
            description = {
                "Whether to add a new key first. Default: yes, if all sessions can be encrypted; with --store jdbc, no.",
                "With jdbc, add one only if every host reads this file."
            })
    private @Nullable Boolean newKey;

    KeysRotateCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        boolean adds = newKey == null ? store.kind() != StoreOptions.Kind.jdbc : newKey;
        if (!adds) {
            String jwks = KeySets.read(storeOptions().keys(environment().variables()), "FILE");
            return report(encryptAll(store, pass(KeySets.ids(jwks).get(0), false), console), "", console);
        }
        Path file = storeOptions().keyFile(environment().variables());
        // Before a key is added, or the lock of the file is created.
        store.requireOwner();
        KeyFiles.Lock lock = KeyFiles.lock(file);
        try {
            KeySetFile keys = new KeySetFile(file);
            Resealing earlier = encryptAll(store, pass(keys.ids().get(0), false), console);
            if (earlier.encrypted() > 0) {
                return report(earlier, "Added no key, because not all sessions used the first one yet. ", console);
            }
            if (newKey == null && !earlier.failures().isEmpty()) {
                // Otherwise a script that repeats the command would add a key each time.
                return report(
                        earlier,
                        "Added no key, because not all sessions can be encrypted. To add one anyway, add --new-key. ",
                        console);
            }
            Resealing rotated = pass(keys.addFirst(environment().clock()), true);
            // An open store encrypts with the old key until it reads a session with the new one.
            try (CliStore reopened = storeOptions().store(environment().variables())) {
                encryptAll(reopened, rotated, console);
            }
            return report(rotated, "Added the key " + rotated.keyId() + ". ", console);
        } finally {
            lock.close();
        }
    }

    private Resealing pass(String keyId, boolean added) {
        return new Resealing(
                keyId, added, () -> storeOptions().strictStore(environment().variables()));
    }

    private Resealing encryptAll(CliStore store, Resealing pass, Console console) {
        pass.run(store, environment(), console);
        return pass;
    }

    private int report(Resealing pass, String begin, Console console) {
        pass.failures().forEach(console::error);
        console.info(begin
                + pass.result()
                + (pass.failures().isEmpty() ? "" : " Fix the errors above, then run the command again."));
        if (!pass.plain().isEmpty()) {
            console.info(plainText(pass.plain().size()));
        }
        if (json()) {
            JsonArrayBuilder problems = Json.createArrayBuilder();
            pass.failures().forEach(problems::add);
            print(Json.createObjectBuilder()
                    .add("key", pass.keyId())
                    .add("added", pass.added())
                    .add("sessions", pass.sessions())
                    .add("encrypted", pass.encrypted())
                    .add("plainBefore", Json.createArrayBuilder(pass.plain()))
                    .add("problems", problems)
                    .build());
        }
        return pass.failures().isEmpty() ? ExitCode.OK : ExitCode.STORE;
    }

    // After the encryption, a session that an attacker has written looks like any other.
    private static String plainText(int sessions) {
        return "Sessions that were not encrypted before: " + sessions
                + (sessions > Resealing.MAX_NAMES ? " (--json lists all)" : "")
                + ". If they should have been, an attacker may have written them: sign in with these accounts again.";
    }
}
