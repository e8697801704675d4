package dev.idiolect.oauth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The canonical text of a permission. {@link OfficialScopesIT} compares it with the official server. */
class CanonicalScopeTest {

    /** The parts of scope values, in an order that is often valid. */
    static final String[] PIECES = {
        "repo",
        "rpc",
        "blob",
        "account",
        "identity",
        "include",
        "atproto",
        "transition:generic",
        "x",
        ":",
        "?",
        "&",
        "=",
        ",",
        "%",
        "%23",
        "%2A",
        "%3a",
        "%25",
        "+",
        "#",
        "*",
        "/",
        ".",
        "a.b.c",
        "app.bsky.feed.post",
        "app.bsky.feed.like",
        "a.b.%63",
        "com.example",
        "collection=",
        "lxm=",
        "aud=",
        "accept=",
        "attr=",
        "nsid=",
        "action=",
        "create",
        "update",
        "delete",
        "read",
        "manage",
        "email",
        "repo",
        "status",
        "handle",
        "did:web:api.bsky.app%23bsky_appview",
        "did:web:localhost%253A80#a+b~c",
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz#l",
        "image/png",
        "image/*",
        "IMAGE/JPEG",
        "*/*",
        "video/mp4",
        "image/svg+xml",
        "image/svg%2Bxml"
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repo:a.b.c | repo:a.b.c",
                "repo?collection=a.b.c | repo:a.b.c",
                "repo:a.b.c? | repo:a.b.c",
                "repo:a.b.c?&&action=create& | repo:a.b.c?action=create",
                "repo:a.b.%63 | repo:a.b.c",
                "repo?collectio%6E=a.b.c | repo:a.b.c",
                "repo:%2A | repo:*",
                "repo?action=delete&collection=b.b.c&action=create&collection=a.b.c "
                        + "| repo?collection=a.b.c&collection=b.b.c&action=create&action=delete",
                "repo?collection=a.b.c&collection=a.b.c | repo:a.b.c",
                "repo?collection=a.b.c&collection=* | repo:*",
                "repo:a.b.c?action=update&action=update | repo:a.b.c?action=update",
                "repo:a.b.c?action=delete&action=update&action=create | repo:a.b.c",
                "rpc?aud=*&lxm=b.b.c&lxm=a.b.c | rpc?lxm=a.b.c&lxm=b.b.c&aud=*",
                "rpc?aud=did:web:a.example#x&lxm=a.b.c | rpc:a.b.c?aud=did:web:a.example%23x",
                "rpc:a.b.c?aud=did%3Aweb%3Aa.example%23x | rpc:a.b.c?aud=did:web:a.example%23x",
                "rpc:a.b.c?aud=did:web:localhost%253A80%23x | rpc:a.b.c?aud=did:web:localhost%253A80%23x",
                "rpc?lxm=*&lxm=a.b.c&aud=did:web:a.example%23x | rpc:*?aud=did:web:a.example%23x",
                "rpc:a.b.c?aud=did:web:a.example%23a+b~c | rpc:a.b.c?aud=did:web:a.example%23a%2Bb%7Ec",
                "blob:*/* | blob:*/*",
                "blob?accept=image/*&accept=*/* | blob:*/*",
                "blob?accept=image/png&accept=image/*&accept=text/html | blob?accept=image/*&accept=text/html",
                "blob?accept=video/mp4&accept=image/png | blob?accept=image/png&accept=video/mp4",
                "blob:Image/PNG | blob:image/png",
                "blob?accept=image/PNG&accept=image/png | blob:image/png",
                "blob:image%2Fpng | blob:image/png",
                "blob:image/svg+xml | blob:image/svg+xml",
                "blob?accept=image/svg+xml | blob:image/svg+xml",
                "blob?accept=image/svg%2Bxml&accept=a/b | blob?accept=a/b&accept=image/svg%2Bxml",
                "account:email?action=read | account:email",
                "account?action=manage&attr=repo | account:repo?action=manage",
                "account:email?action=read&action=manage | account:email?action=manage",
                "account:status | account:status",
                "identity?attr=* | identity:*",
                "identity:%68andle | identity:handle",
                "include?aud=did:web:a.example%23x&nsid=a.b.c | include:a.b.c?aud=did:web:a.example%23x",
                "include:a.b.c? | include:a.b.c"
            })
    void equalPermissionsHaveTheSameText(String value, String canonical) {
        Permission permission = Permission.parse(value);
        assertThat(permission.scope()).isEqualTo(canonical);
        assertThat(permission).hasToString(canonical);
        assertThat(Permission.parse(canonical)).isEqualTo(permission).hasSameHashCodeAs(permission);
    }

    static String value(Random random) {
        StringBuilder value = new StringBuilder();
        // Mostly a resource, a separator and some parts of parameters.
        value.append(PIECES[random.nextInt(9)]).append(PIECES[9 + random.nextInt(2)]);
        for (int i = random.nextInt(9); i > 0; i--) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.toString();
    }

    /** Returns a value whose parameters have the names of its resource. */
    static String plausibleValue(Random random) {
        String[][] parts = {
            {"repo", "collection", "action"}, {"rpc", "lxm", "aud"}, {"blob", "accept"},
            {"account", "attr", "action"}, {"identity", "attr"}, {"include", "nsid", "aud"}
        };
        String[] resource = parts[random.nextInt(parts.length)];
        StringBuilder value = new StringBuilder(resource[0]);
        if (random.nextBoolean()) {
            value.append(':').append(PIECES[random.nextInt(PIECES.length)]);
        }
        char separator = '?';
        for (int i = random.nextInt(4); i > 0; i--) {
            value.append(separator)
                    .append(resource[1 + random.nextInt(resource.length - 1)])
                    .append('=')
                    .append(PIECES[24 + random.nextInt(PIECES.length - 24)]);
            separator = '&';
        }
        return value.toString();
    }

    /** The number of the repetition is the seed. */
    @RepeatedTest(20)
    void canonicalTextIsAFixedPoint(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int valid = 0;
        for (int i = 0; i < 2_000; i++) {
            String value = random.nextBoolean() ? value(random) : plausibleValue(random);
            Permission permission;
            try {
                permission = Permission.parse(value);
            } catch (InvalidPermissionException invalid) {
                assertThat(invalid.position()).isBetween(0, value.length());
                assertThat(PermissionParser.parseOrKeep(value)).hasToString(value);
                continue;
            }
            valid++;
            assertThat(Permission.parse(permission.scope())).as(value).isEqualTo(permission);
            assertThat(permission.scope()).matches("[\\x21-\\x7e]+");
        }
        assertThat(valid).isGreaterThan(200);
    }
}
