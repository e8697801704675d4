package dev.idiolect.sample;

import java.util.List;

/**
 * What came of a call.
 *
 * @param posts the posts that were read or written
 * @param call what it took
 */
public record Done(List<Post> posts, Call call) {}
