package dev.idiolect.oauth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Scope strings of servers and users, and permission sets of strangers. */
class PermissionFuzzTest {

    static Stream<byte[]> permissionsSeeds() {
        return Parsing.seeds(
                "atproto transition:generic repo:app.bsky.feed.post?action=create&action=delete",
                "repo?collection=a.b.c&collection=* rpc?lxm=a.b.c&aud=did:web:api.bsky.app%23bsky_appview blob:*/*",
                "blob?accept=image/svg%2Bxml&accept=video/* account:email?action=manage identity:*? include:a.b.c?aud=x",
                "rpc:a.b.c?aud=did:plc:ewvi7nxzyoun6zhxrhs64oiz#svc x%zz  resource:positional&thing?key=val");
    }

    @MethodSource("permissionsSeeds")
    @ParserFuzz
    void permissions(byte[] input) {
        Parsing.throwing(InvalidPermissionException.class).text(input, text -> {
            Permissions granted = Permissions.ofGrant(text);
            assertThat(Permissions.ofGrant(granted.scope())).isEqualTo(granted);
            assertThat(granted.allowsRpc("*", "*")).isEqualTo(granted.contains(PlainScope.TRANSITION_GENERIC));
            try {
                Permissions parsed = Permissions.parse(text);
                assertThat(parsed).isEqualTo(granted);
                assertThat(Permissions.parse(parsed.scope())).isEqualTo(parsed);
            } catch (InvalidPermissionException e) {
                assertThat(e.position()).isBetween(0, text.length());
                assertThat(text).contains(e.value());
                throw e;
            }
        });
    }

    static Stream<byte[]> permissionSetsSeeds() {
        return Parsing.seeds(
                "{\"id\":\"a.b.c\",\"defs\":{\"main\":{\"type\":\"permission-set\",\"permissions\":[{\"type\":\"permission\","
                        + "\"resource\":\"repo\",\"collection\":[\"a.b.d\"],\"action\":[\"create\"]},{\"type\":\"permission\","
                        + "\"resource\":\"rpc\",\"inheritAud\":true,\"lxm\":[\"a.b.e\"]}]}}}",
                "{\"id\":\"a.b.c\",\"defs\":{\"main\":{\"type\":\"permission-set\",\"permissions\":[{\"type\":\"permission\","
                        + "\"resource\":\"rpc\",\"aud\":\"*\",\"lxm\":[\"*\"]}]}}}");
    }

    // The JSON itself is read by another library.
    @MethodSource("permissionSetsSeeds")
    @ParserFuzz
    void permissionSets(byte[] input) {
        Parsing.throwing(InvalidPermissionSetException.class).text(input, text -> {
            JsonObject json = json(text);
            if (json == null) {
                return;
            }
            PermissionSet set = PermissionSet.of(json);
            Permissions include = Permissions.builder()
                    .include(set.nsid(), "did:web:a.example#x")
                    .build();
            Permissions expanded = include.expand(List.of(set));
            assertThat(Permissions.parse(expanded.scope())).isEqualTo(expanded);
            assertThat(expanded).noneMatch(UnknownScope.class::isInstance);
            assertThat(expanded.allowsRepo(RepoAction.CREATE, "*")).isFalse();
        });
    }

    private static JsonObject json(String text) {
        try {
            return Jsons.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
