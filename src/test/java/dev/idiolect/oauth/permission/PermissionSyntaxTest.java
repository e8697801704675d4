package dev.idiolect.oauth.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.permission.InvalidPermissionException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scope values are valid, and what is wrong with the others. */
class PermissionSyntaxTest {

    private static InvalidPermissionException fault(String value) {
        InvalidPermissionException fault =
                catchThrowableOfType(InvalidPermissionException.class, () -> Permission.parse(value));
        assertThat(fault).as(value).isNotNull();
        return fault;
    }

    /** The examples of the specification. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "repo:app.example.profile",
                "repo:app.example.profile?action=create&action=update&action=delete",
                "repo?collection=app.example.profile&collection=app.example.post",
                "repo:*",
                "repo:*?action=delete",
                "rpc:app.example.moderation.createReport?aud=*",
                "rpc?lxm=*&aud=did:web:api.example.com%23svc_appview",
                "blob:*/*",
                "blob?accept=video/*&accept=text/html",
                "account:email",
                "account:repo?action=manage",
                "account?action=manage&attr=repo",
                "identity:handle",
                "identity:*",
                "identity:*?",
                "include:app.example.authFull?aud=did:web:api.example.com%23svc_chat",
                "atproto",
                "transition:generic",
                "transition:email",
                "transition:chat.bsky"
            })
    void examplesOfTheSpecificationAreValid(String value) {
        assertThat(Permission.parse(value)).isNotInstanceOf(UnknownScope.class);
    }

    /** Such as the examples of the specification that match only the general syntax. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource",
                "resource:positional?key=val",
                "resource:positional&thing?key=val",
                "service:did:web:com.example#type?key=val",
                "resource:",
                "resource:?",
                "resource:&",
                "resource?",
                "repos:app.example.post",
                "Repo:app.example.post",
                "?collection=app.example.post",
                ":app.example.post",
                "atproto:x",
                "atproto?x",
                "transition:later",
                "openid",
                "x%zz",
                "account:later?degree=much",
                "identity:rotation"
            })
    void unknownValueIsKept(String value) {
        assertThat(Permission.parse(value)).isInstanceOf(UnknownScope.class).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource:positional?key=qu\u00e9bec",
                "emoji:\u263a\ufe0f",
                "repo:app.example.post\u0000",
                "repo:app.example.post repo:*",
                "repo:app.example.post\t",
                "repo:\"",
                "repo:\\",
                "repo:\u007f"
            })
    void onlyPrintableAsciiIsAllowed(String value) {
        assertThat(fault(value).kind()).isEqualTo(Kind.CHARACTER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "repo                                  | MISSING_PARAMETER  | 4  | Use collection with a whole NSID",
                "repo?                                 | MISSING_PARAMETER  | 5  | Use collection with a whole NSID",
                "repo?action=create                    | MISSING_PARAMETER  | 18 | Use collection with a whole NSID",
                "repo:                                 | INVALID_VALUE      | 5  | app.bsky.feed.post, or *",
                "repo:app.example                      | INVALID_VALUE      | 5  | app.bsky.feed.post, or *",
                "repo:com.example.*                    | INVALID_VALUE      | 5  | app.bsky.feed.post, or *",
                "repo:a.b.c?action=*                   | INVALID_VALUE      | 18 | Use create or update or delete",
                "repo:a.b.c?action=Create              | INVALID_VALUE      | 18 | Use create or update or delete",
                "repo:a.b.c?action                     | INVALID_VALUE      | 17 | Use create or update or delete",
                "repo:a.b.c?action=create&action=x     | INVALID_VALUE      | 32 | Use create or update or delete",
                "repo:a.b.c?collection=d.e.f           | REPEATED_PARAMETER | 22 | after the colon or as a parameter",
                "repo:a.b.c?collection=a.b.c           | REPEATED_PARAMETER | 22 | after the colon or as a parameter",
                "repo:a.b.c?actions=create             | UNKNOWN_PARAMETER  | 19 | Use only collection and action",
                "repo:a.b.c?Action=create              | UNKNOWN_PARAMETER  | 18 | Use only collection and action",
                "repo?collection=a.b.c&=               | UNKNOWN_PARAMETER  | 23 | Use only collection and action",
                "repo:a.b.%                            | ENCODING           | 9  | Use % and two hexadecimal digits",
                "repo:a.b.%4                           | ENCODING           | 9  | Use % and two hexadecimal digits",
                "repo:a.b.%4?action=create             | ENCODING           | 9  | Use % and two hexadecimal digits",
                "repo:a.b.%zz                          | ENCODING           | 9  | Use % and two hexadecimal digits",
                "repo:a.b.%C3%A9                       | ENCODING           | 9  | of an ASCII character",
                "repo?collec%zzion=a.b.c               | ENCODING           | 11 | Use % and two hexadecimal digits",
                "repo:a.b.c%00                         | INVALID_VALUE      | 5  | app.bsky.feed.post, or *",
                "rpc:a.b.c                             | MISSING_PARAMETER  | 9  | Use aud with a did:plc or did:web",
                "rpc?aud=*                             | MISSING_PARAMETER  | 9  | Use lxm with a whole NSID",
                "rpc:*?aud=*                           | BOTH_WILDCARDS     | 0  | Name the methods, or the service",
                "rpc?lxm=a.b.c&lxm=*&aud=*             | BOTH_WILDCARDS     | 0  | Name the methods, or the service",
                "rpc:a.b.c?aud=*&x=y                   | UNKNOWN_PARAMETER  | 18 | Use only lxm and aud",
                "blob:*/*?x=y                          | UNKNOWN_PARAMETER  | 11 | Use only accept",
                "account:email?x=y                     | UNKNOWN_PARAMETER  | 16 | Use only attr and action",
                "include:a.b.c?x=y                     | UNKNOWN_PARAMETER  | 16 | Use only nsid and aud",
                "rpc:a.b.c?aud=*&aud=*                 | REPEATED_PARAMETER | 20 | Use one aud",
                "rpc:a.b.c?aud=did:web:api.example.com | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=                        | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:plc:111%23svc       | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:key:abc%23svc       | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:web:a.example:b%23s | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:web:a.example%23    | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:web:a.example%23a%23 | INVALID_VALUE     | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:web:a.example%23a%20 | INVALID_VALUE     | 14 | did:web:api.bsky.app%23bsky_appview",
                "rpc:a.b.c?aud=did:web:a%253A8080%23a  | INVALID_VALUE      | 14 | did:web:api.bsky.app%23bsky_appview",
                "blob                                  | MISSING_PARAMETER  | 4  | image/png, or image/* or */*",
                "blob:image                            | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:*                                | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:*/png                            | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:*/**                             | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:image/png/x                      | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:image/                           | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:image/p%20ng                     | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "blob:image/png;q=1                    | INVALID_VALUE      | 5  | image/png, or image/* or */*",
                "account                               | MISSING_PARAMETER  | 7  | Use attr with email or repo",
                "account:                              | INVALID_VALUE      | 8  | Use email or repo or status",
                "account:*                             | INVALID_VALUE      | 8  | Use email or repo or status",
                "account:email?action=write            | INVALID_VALUE      | 21 | Use read or manage",
                "account?attr=email&attr=repo          | REPEATED_PARAMETER | 24 | Use one attr",
                "identity:*?action=manage              | UNKNOWN_PARAMETER  | 18 | Use only attr",
                "identity                              | MISSING_PARAMETER  | 8  | Use attr with handle or *",
                "include:com.example                   | INVALID_VALUE      | 8  | app.bsky.authFullApp",
                "include:*                             | INVALID_VALUE      | 8  | app.bsky.authFullApp",
                "include:a.b.c?aud=*                   | INVALID_VALUE      | 18 | did:web:api.bsky.app%23bsky_appview",
                "include?nsid=a.b.c&nsid=a.b.d         | REPEATED_PARAMETER | 24 | Use one nsid"
            })
    void faultHasItsKindPlaceAndFix(String value, Kind kind, int position, String fix) {
        InvalidPermissionException fault = fault(value);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.position()).isEqualTo(position);
        assertThat(fault.value()).isEqualTo(value);
        assertThat(fault.fix()).contains(fix);
        assertThat(fault)
                .hasMessageStartingWith("Invalid scope value \"" + value + "\" at index " + position + ": ")
                .hasMessageEndingWith(". " + fault.fix());
        assertThat(fault.isTransient()).isFalse();
    }

    @Test
    void messageRepeatsAnInvalidPartOnly() {
        assertThat(fault("rpc?lxm=app.bsky.feed.getTimeline&aud=did:web:api.bsky.app"))
                .hasMessageContaining("\"did:web:api.bsky.app\" is not a valid aud");
    }

    @Test
    void messageIsShortAndPrintable() {
        assertThat(fault("repo:" + "x".repeat(100_000)).getMessage()).hasSizeLessThan(700);
        assertThat(fault("repo:\u001b[31m\u202e").getMessage())
                .contains("\"repo:?[31m?\"", "U+001B")
                .doesNotContain("\u001b", "\u202e");
    }

    /** Positions count from the beginning of the scope string. */
    @Test
    void faultOfAScopeStringHasItsPlaceInTheWhole() {
        String scope = "atproto repo:app.example.post?action=create repo:app.example.post?action=write blob:*/*";
        assertThatThrownBy(() -> Permissions.parse(scope))
                .isInstanceOfSatisfying(InvalidPermissionException.class, fault -> {
                    assertThat(fault.position()).isEqualTo(scope.indexOf("write"));
                    assertThat(fault.value()).isEqualTo("repo:app.example.post?action=write");
                });
        String encoded = "atproto repo:a.b.%zz";
        assertThatThrownBy(() -> Permissions.parse(encoded))
                .isInstanceOfSatisfying(
                        InvalidPermissionException.class,
                        fault -> assertThat(fault.position()).isEqualTo(encoded.indexOf('%')));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "' ', 0", "' atproto', 0", "'atproto ', 8", "'atproto  blob:*/*', 8"})
    void onlySingleSpacesSeparateValues(String scope, int position) {
        assertThatThrownBy(() -> Permissions.parse(scope))
                .isInstanceOfSatisfying(InvalidPermissionException.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(Kind.SEPARATOR);
                    assertThat(fault.position()).isEqualTo(position);
                })
                .hasMessageEndingWith(". Use scope values separated by single spaces");
    }

    /** From the specification of NSIDs. */
    @ParameterizedTest
    @CsvSource({
        "com.example.fooBar, true",
        "net.users.bob.ping, true",
        "a-0.b-1.c, true",
        "a.b.c, true",
        "com.example.fooBarV2, true",
        "cn.8.lex.stuff, true",
        "com.example, false",
        "com.example.3, false",
        "com.example.a-b, false",
        "com.example.aB_, false",
        "9com.example.foo, false",
        "com.-example.foo, false",
        "com.example-.foo, false",
        "com..example.foo, false",
        ".com.example.foo, false",
        "com.example.foo., false"
    })
    void nsidHasTheSyntaxOfTheSpecification(String nsid, boolean valid) {
        assertThat(Nsid.isValid(nsid)).isEqualTo(valid);
    }

    @Test
    void nsidHasLimits() {
        String label = "a".repeat(63);
        assertThat(Nsid.isValid(label + ".b." + label)).isTrue();
        assertThat(Nsid.isValid(label + ".b.a" + label)).isFalse();
        assertThat(Nsid.isValid(label + "a.b.c")).isFalse();
        String authority = String.join(".", label, label, label, "a".repeat(61));
        assertThat(Nsid.isValid(authority + "." + label)).isTrue();
        assertThat(Nsid.isValid(authority + "a.c")).isFalse();
        assertThat(Nsid.isValid("a.".repeat(100_000) + "b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:plc:ewvi7nxzyoun6zhxrhs64oiz#atproto_labeler",
                "did:web:api.bsky.app#bsky_appview",
                "did:web:localhost#svc",
                "did:web:localhost%3A2583#svc",
                "did:web:api.example.com#a-._~!$&'()*+,;=:@/?%20"
            })
    void audienceIsADidWithAService(String audience) {
        assertThat(ServiceDid.isValid(audience)).isTrue();
        assertThat(ServiceDid.isValid(audience + "#")).isFalse();
        assertThat(ServiceDid.isValid(audience + " ")).isFalse();
        assertThat(ServiceDid.isValid(audience.replace('#', '?'))).isFalse();
        assertThat(ServiceDid.isValid(audience + "a".repeat(2_048))).isFalse();
    }
}
