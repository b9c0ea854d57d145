package dev.brigandine.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.CoreMLFlags;
import ai.onnxruntime.providers.NNAPIFlags;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * How the engine runs a protected model: the methods of ONNX Runtime's own {@link
 * OrtSession.SessionOptions}, less those that would write the decrypted model, or names from inside
 * it, somewhere. The latter stay as methods that refuse with {@link ErrorCode#OPTION_LEAKS}, so
 * that code which used them fails loudly and not by a missing symbol.
 *
 * <p>Nothing here touches the native library: the settings are recorded, and applied when a model
 * is opened, so that the library can load while keys are unwrapped. One instance may serve many
 * opens; it is not safe for concurrent change.
 *
 * <p>Not guaranteed: that an execution provider keeps no copy of the model of its own accord.
 * Options that are known to make one are refused; environment variables that some providers read
 * are not seen here ({@code docs/threat-model.md} lists them).
 */
public final class SessionOptions {
  private interface Setting {
    void apply(OrtSession.SessionOptions options) throws OrtException;
  }

  private final List<Setting> settings = new ArrayList<>();

  /** ONNX Runtime's defaults. */
  public SessionOptions() {}

  /** See {@link OrtSession.SessionOptions#setIntraOpNumThreads}. */
  public SessionOptions setIntraOpNumThreads(int threads) {
    requireNotNegative("intra-op threads", threads);
    return add(
        new Setting() { // not a lambda: the commonest setting is on the way to the first answer
          @Override
          public void apply(OrtSession.SessionOptions options) throws OrtException {
            options.setIntraOpNumThreads(threads);
          }
        });
  }

  /** See {@link OrtSession.SessionOptions#setInterOpNumThreads}. */
  public SessionOptions setInterOpNumThreads(int threads) {
    requireNotNegative("inter-op threads", threads);
    return add(o -> o.setInterOpNumThreads(threads));
  }

  /**
   * See {@link OrtSession.SessionOptions#setOptimizationLevel}. Answers are bit-identical to the
   * plain model's from {@code BASIC_OPT} on; with {@code NO_OPT}, weights that subgraphs read are
   * not packed for the kernels, and last bits can differ.
   */
  public SessionOptions setOptimizationLevel(OptLevel level) {
    return add(o -> o.setOptimizationLevel(level));
  }

  /** See {@link OrtSession.SessionOptions#setExecutionMode}. */
  public SessionOptions setExecutionMode(ExecutionMode mode) {
    return add(o -> o.setExecutionMode(mode));
  }

  /** See {@link OrtSession.SessionOptions#setMemoryPatternOptimization}. */
  public SessionOptions setMemoryPatternOptimization(boolean on) {
    return add(o -> o.setMemoryPatternOptimization(on));
  }

  /** See {@link OrtSession.SessionOptions#setCPUArenaAllocator}. */
  public SessionOptions setCPUArenaAllocator(boolean on) {
    return add(o -> o.setCPUArenaAllocator(on));
  }

  /** See {@link OrtSession.SessionOptions#setDeterministicCompute}. */
  public SessionOptions setDeterministicCompute(boolean on) {
    return add(o -> o.setDeterministicCompute(on));
  }

  /** See {@link OrtSession.SessionOptions#disablePerSessionThreads}. */
  public SessionOptions disablePerSessionThreads() {
    return add(OrtSession.SessionOptions::disablePerSessionThreads);
  }

  /** See {@link OrtSession.SessionOptions#setSymbolicDimensionValue}. */
  public SessionOptions setSymbolicDimensionValue(String dimension, long value) {
    return add(o -> o.setSymbolicDimensionValue(dimension, value));
  }

  /** See {@link OrtSession.SessionOptions#setLoggerId}. */
  public SessionOptions setLoggerId(String id) {
    return add(o -> o.setLoggerId(id));
  }

  /** See {@link OrtSession.SessionOptions#registerCustomOpLibrary}. */
  public SessionOptions registerCustomOpLibrary(String path) {
    return add(o -> o.registerCustomOpLibrary(path));
  }

  /**
   * See {@link OrtSession.SessionOptions#addConfigEntry}.
   *
   * @throws BrigandineException ({@link ErrorCode#OPTION_LEAKS}) for an entry that makes ONNX
   *     Runtime write the model, or parts of it, to a file
   */
  public SessionOptions addConfigEntry(String key, String value) {
    Leaks.refuseConfigEntry(key);
    return add(o -> o.addConfigEntry(key, value));
  }

  /**
   * Runs on the named execution provider, as {@code --provider} does: {@code cpu}, {@code cuda},
   * {@code tensorrt}, {@code rocm}, {@code dnnl}, {@code openvino}, {@code directml}, {@code
   * nnapi}, {@code xnnpack}, {@code qnn}, {@code webgpu} or {@code acl}. Opening fails with {@link
   * ErrorCode#PROVIDER_UNAVAILABLE} where it is missing or does not start; it never falls back to
   * another one. (Operators the provider lacks run on the CPU, as always in ONNX Runtime.)
   */
  public SessionOptions provider(String name) {
    Setting setting = Providers.byName(name)::enable;
    return add(setting);
  }

  /** See {@link OrtSession.SessionOptions#addCPU}. */
  public SessionOptions addCPU(boolean useArena) {
    return add(o -> o.addCPU(useArena));
  }

  /** See {@link OrtSession.SessionOptions#addCUDA(int)}, device 0. */
  public SessionOptions addCUDA() {
    return addCUDA(0);
  }

  /** See {@link OrtSession.SessionOptions#addCUDA(int)}. */
  public SessionOptions addCUDA(int device) {
    return add(o -> Providers.enable(OrtProvider.CUDA, () -> o.addCUDA(device)));
  }

  /** See {@link OrtSession.SessionOptions#addCUDA(OrtCUDAProviderOptions)}. */
  public SessionOptions addCUDA(OrtCUDAProviderOptions options) {
    Leaks.refuseProviderOptions(options.getOptionsString());
    return add(o -> Providers.enable(OrtProvider.CUDA, () -> o.addCUDA(options)));
  }

  /** See {@link OrtSession.SessionOptions#addTensorrt(int)}. */
  public SessionOptions addTensorrt(int device) {
    return add(o -> Providers.enable(OrtProvider.TENSOR_RT, () -> o.addTensorrt(device)));
  }

  /**
   * See {@link OrtSession.SessionOptions#addTensorrt(OrtTensorRTProviderOptions)}.
   *
   * @throws BrigandineException ({@link ErrorCode#OPTION_LEAKS}) for engine caches, timing caches,
   *     dumps and EP contexts
   */
  public SessionOptions addTensorrt(OrtTensorRTProviderOptions options) {
    Leaks.refuseProviderOptions(options.getOptionsString());
    return add(o -> Providers.enable(OrtProvider.TENSOR_RT, () -> o.addTensorrt(options)));
  }

  /** See {@link OrtSession.SessionOptions#addROCM(int)}. */
  public SessionOptions addROCM(int device) {
    return add(o -> Providers.enable(OrtProvider.ROCM, () -> o.addROCM(device)));
  }

  /** See {@link OrtSession.SessionOptions#addDnnl}. */
  public SessionOptions addDnnl(boolean useArena) {
    return add(o -> Providers.enable(OrtProvider.DNNL, () -> o.addDnnl(useArena)));
  }

  /** See {@link OrtSession.SessionOptions#addOpenVINO}. */
  public SessionOptions addOpenVINO(String device) {
    return add(o -> Providers.enable(OrtProvider.OPEN_VINO, () -> o.addOpenVINO(device)));
  }

  /** See {@link OrtSession.SessionOptions#addDirectML}. */
  public SessionOptions addDirectML(int device) {
    return add(o -> Providers.enable(OrtProvider.DIRECT_ML, () -> o.addDirectML(device)));
  }

  /** Refused: the provider writes the model, weights included, to a temporary file. */
  public SessionOptions addCoreML(EnumSet<CoreMLFlags> flags) {
    throw Leaks.coreMl();
  }

  /** See {@link OrtSession.SessionOptions#addNnapi(EnumSet)}. */
  public SessionOptions addNnapi(EnumSet<NNAPIFlags> flags) {
    return add(o -> Providers.enable(OrtProvider.NNAPI, () -> o.addNnapi(flags)));
  }

  /** See {@link OrtSession.SessionOptions#addXnnpack}. */
  public SessionOptions addXnnpack(Map<String, String> options) {
    Map<String, String> kept = Leaks.refuseProviderOptions(options);
    return add(o -> Providers.enable(OrtProvider.XNNPACK, () -> o.addXnnpack(kept)));
  }

  /** See {@link OrtSession.SessionOptions#addQnn}. */
  public SessionOptions addQnn(Map<String, String> options) {
    Map<String, String> kept = Leaks.refuseProviderOptions(options);
    return add(o -> Providers.enable(OrtProvider.QNN, () -> o.addQnn(kept)));
  }

  /** See {@link OrtSession.SessionOptions#addWebGPU}. */
  public SessionOptions addWebGPU(Map<String, String> options) {
    Map<String, String> kept = Leaks.refuseProviderOptions(options);
    return add(o -> Providers.enable(OrtProvider.WEBGPU, () -> o.addWebGPU(kept)));
  }

  /** Refused: it would write the decrypted model to a file. */
  public SessionOptions setOptimizedModelFilePath(String path) {
    throw Leaks.refused("the optimized model file path", "it writes the decrypted model to a file");
  }

  /** Refused: profiles name the nodes of the model and are written to a file. */
  public SessionOptions enableProfiling(String prefix) {
    throw Leaks.refused("profiling", "it writes the names of the model's nodes to a file");
  }

  /** Profiling is never on. */
  public SessionOptions disableProfiling() {
    return this;
  }

  /**
   * Refused but for {@link OrtLoggingLevel#ORT_LOGGING_LEVEL_FATAL}, which is always set: ONNX
   * Runtime's messages name nodes and weights.
   */
  public SessionOptions setSessionLogLevel(OrtLoggingLevel level) {
    if (level != OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL) {
      throw Leaks.refused("session logging", "its messages name nodes and weights of the model");
    }
    return this;
  }

  /** Refused: see {@link #setSessionLogLevel}. */
  public SessionOptions setSessionLogVerbosityLevel(int level) {
    throw Leaks.refused("verbose session logging", "it names nodes and weights of the model");
  }

  /** ONNX Runtime's own options with all that was recorded; the caller closes them. */
  OrtSession.SessionOptions build() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      for (Setting setting : settings) {
        setting.apply(options);
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  private SessionOptions add(Setting setting) {
    settings.add(setting);
    return this;
  }

  private static void requireNotNegative(String what, int value) {
    if (value < 0) {
      throw new BrigandineException(
          ErrorCode.USAGE, what + " must be 0 (ONNX Runtime decides) or more, not " + value);
    }
  }
}
