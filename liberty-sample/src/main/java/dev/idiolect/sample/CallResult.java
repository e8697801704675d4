package dev.idiolect.sample;

import java.util.List;

/**
 * The result of a call.
 *
 * @param posts the posts that the call read or wrote
 * @param call the statistics of the call
 */
public record CallResult(List<Post> posts, CallStats call) {}
