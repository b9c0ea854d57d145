package dev.brigandine.licenseserver.page;

import java.util.Map;

/** What a handler answers with. */
sealed interface Reply {
  /** A page by its template. */
  record Html(int status, String template, Frame frame, Map<String, Object> params)
      implements Reply {}

  /** On to another page of ours, by GET. */
  record Go(String path) implements Reply {}

  /** A file to keep. */
  record File(String name, String text) implements Reply {}

  static Go to(String path) {
    return new Go(path);
  }
}
