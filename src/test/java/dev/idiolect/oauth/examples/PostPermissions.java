package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.permission.Permissions;
import dev.idiolect.oauth.permission.RepoAction;
import dev.idiolect.oauth.session.OAuthSession;

public final class PostPermissions {

    private PostPermissions() {}

    // example: begin
    private static final String POST = "app.bsky.feed.post";

    static final String SCOPE = Permissions.builder()
            .repo(POST, RepoAction.CREATE, RepoAction.DELETE)
            .blob("image/*")
            .build()
            .scope();

    static boolean mayPost(OAuthSession session) {
        return session.permissions()
                .map(granted -> granted.allowsRepo(RepoAction.CREATE, POST))
                .orElse(true); // the session of an app password has no scope
    }
    // example: end
}
