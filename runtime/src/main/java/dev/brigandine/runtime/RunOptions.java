package dev.brigandine.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtLoraAdapter;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of one or more runs: ONNX Runtime's own {@link OrtSession.RunOptions} less its logging,
 * which would name nodes of the model. Create it once a model is open: the native library is
 * needed.
 */
public final class RunOptions implements AutoCloseable {
  private final OrtSession.RunOptions options;

  private boolean terminated;

  /** How to end the runs that are under way in a vault; null if none ever was. */
  private List<Runnable> elsewhere;

  /** Defaults: no tag, not terminated, no logging. */
  public RunOptions() {
    try {
      options = new OrtSession.RunOptions();
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    } catch (OrtException e) {
      throw Engine.failure("creating run options", e);
    }
  }

  /**
   * See {@link OrtSession.RunOptions#setTerminate}; may be called while runs are under way. In a
   * vault, those end with {@link ErrorCode#CANCELLED}.
   */
  public RunOptions setTerminate(boolean terminate) {
    set(() -> options.setTerminate(terminate));
    List<Runnable> ends = List.of();
    synchronized (this) {
      terminated = terminate;
      if (terminate && elsewhere != null) {
        ends = List.copyOf(elsewhere);
      }
    }
    for (Runnable end : ends) {
      end.run();
    }
    return this;
  }

  /** Adds what ends a run in a vault; false if runs are to end already. */
  synchronized boolean whenTerminated(Runnable end) {
    if (terminated) {
      return false;
    }
    if (elsewhere == null) {
      elsewhere = new ArrayList<>(1);
    }
    elsewhere.add(end);
    return true;
  }

  /** Takes it out again. */
  synchronized void ended(Runnable end) {
    elsewhere.remove(end);
  }

  /** See {@link OrtSession.RunOptions#setRunTag}; a vault does not get it. */
  public RunOptions setRunTag(String tag) {
    return set(() -> options.setRunTag(tag));
  }

  /** The tag, or an empty string. */
  public String getRunTag() {
    try {
      return options.getRunTag();
    } catch (OrtException e) {
      throw Engine.failure("reading run options", e);
    }
  }

  /**
   * See {@link OrtSession.RunOptions#addRunConfigEntry}; entries that write files are refused with
   * {@link ErrorCode#OPTION_LEAKS}, and a vault does not get them.
   */
  public RunOptions addRunConfigEntry(String key, String value) {
    Leaks.refuseConfigEntry(key);
    return set(() -> options.addRunConfigEntry(key, value));
  }

  /** See {@link OrtSession.RunOptions#addActiveLoraAdapter}; a vault does not get it. */
  public RunOptions addActiveLoraAdapter(OrtLoraAdapter adapter) {
    return set(() -> options.addActiveLoraAdapter(adapter));
  }

  /** Refused but for FATAL: ONNX Runtime's messages name nodes of the model. */
  public RunOptions setLogLevel(OrtLoggingLevel level) {
    if (level != OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL) {
      throw Leaks.refused("run logging", "its messages name nodes and weights of the model");
    }
    return this;
  }

  OrtSession.RunOptions unwrap() {
    return options;
  }

  @Override
  public void close() {
    options.close();
  }

  private RunOptions set(Providers.Enabling setting) {
    try {
      setting.run();
      return this;
    } catch (OrtException e) {
      throw Engine.failure("setting a run option", e);
    }
  }
}
