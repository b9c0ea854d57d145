package dev.brigandine.cli;

import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import dev.brigandine.onnx.OnnxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns whatever a command threw into two lines on stderr and an exit status. */
final class Failures {
  private Failures() {}

  /**
   * Reports {@code thrown}.
   *
   * @return the exit status
   */
  static int report(Throwable thrown, Terminal terminal, boolean debug) {
    if (debug) {
      thrown.printStackTrace(terminal.err());
    }
    Failure failure = describe(thrown);
    terminal.say(failure.message);
    if (failure.hint != null) {
      terminal.hint(failure.hint);
    }
    return failure.status;
  }

  private record Failure(int status, String message, String hint) {
    Failure(ErrorCode code, String message, String hint) {
      this(code.exitStatus(), message, hint);
    }
  }

  private static Failure describe(Throwable thrown) {
    if (thrown instanceof BrigandineException e) {
      return new Failure(e.code(), e.getMessage(), e.hint().orElse(null));
    }
    if (thrown instanceof RefusedException e) {
      boolean away = e.refusal() == Refusal.UNAVAILABLE;
      return new Failure(
          away ? ErrorCode.IO : ErrorCode.USAGE, e.getMessage(), e.hint().orElse(null));
    }
    if (thrown instanceof OnnxException e) {
      return new Failure(ErrorCode.MODEL_UNREADABLE, e.getMessage(), e.hint().orElse(null));
    }
    if (thrown instanceof OrtException e) {
      return new Failure(
          ErrorCode.ENGINE, "onnx runtime refused: " + firstLine(e.getMessage()), null);
    }
    if (thrown instanceof OutOfMemoryError e) {
      return outOfMemory(e);
    }
    if (thrown instanceof UncheckedIOException e) {
      return describe(e.getCause());
    }
    if (thrown instanceof IOException e) {
      return inputOutput(e);
    }
    return new Failure(
        ErrorCode.INTERNAL,
        "internal error (" + thrown.getClass().getName() + ")",
        "this is a defect of brigandine; run again with --debug for the stack trace");
  }

  private static Failure outOfMemory(OutOfMemoryError e) {
    // The JDK's text for buffers outside the heap, 17 to 25: "Cannot reserve N bytes of direct …".
    boolean direct = e.getMessage() != null && e.getMessage().contains("direct buffer");
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return direct
        ? new Failure(
            ErrorCode.INTERNAL,
            "out of memory outside the Java heap",
            "give it more: BRIGANDINE_JAVA_OPTS=-XX:MaxDirectMemorySize=8g brigandine …")
        : new Failure(
            ErrorCode.INTERNAL,
            "out of memory: the Java heap is limited to " + megabytes + " MB",
            "give it more: BRIGANDINE_JAVA_OPTS=-Xmx4g brigandine …");
  }

  private static Failure inputOutput(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return new Failure(
          ErrorCode.FILE_UNREADABLE, "there is no file " + missing.getFile(), "check the path");
    }
    if (e instanceof AccessDeniedException denied) {
      return new Failure(
          ErrorCode.FILE_UNREADABLE,
          "no permission for " + denied.getFile(),
          "check the rights of the file and its folder");
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return new Failure(
          ErrorCode.USAGE,
          exists.getFile() + " exists already",
          "choose another name, or move that file away first");
    }
    if (e instanceof NotDirectoryException file) {
      return new Failure(ErrorCode.FILE_UNREADABLE, file.getFile() + " is not a folder", null);
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return new Failure(
          ErrorCode.IO,
          "cannot read or write " + system.getFile() + ": " + lower(system.getReason()),
          null);
    }
    String text = e.getMessage();
    return new Failure(
        ErrorCode.IO,
        "reading or writing failed: " + (text == null ? e.getClass().getSimpleName() : lower(text)),
        null);
  }

  private static String firstLine(String text) {
    return text == null ? "it does not say why" : text.lines().findFirst().orElse("");
  }

  /** The system's texts start with a capital, ours do not. */
  private static String lower(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
