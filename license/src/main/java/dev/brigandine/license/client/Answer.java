package dev.brigandine.license.client;

/**
 * What came back.
 *
 * @param type the media type, lower case, without parameters; may be empty
 * @param nonce the server's next challenge, or null
 * @param retryAfter seconds, or -1
 * @param tag of the content, or null
 */
record Answer(int status, String type, byte[] body, String nonce, long retryAfter, String tag) {}
