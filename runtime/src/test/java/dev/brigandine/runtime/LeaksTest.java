package dev.brigandine.runtime;

import static dev.brigandine.runtime.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnxruntime.OrtLoggingLevel;
import dev.brigandine.bundle.ErrorCode;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever would write the model, or names of its parts, to a file is refused. */
class LeaksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ep.context_enable",
        "ep.context_file_path",
        "ep.context_embed_mode",
        "ep.context_node_name_prefix",
        "EP.Context_Enable",
        "session.optimized_model_external_initializers_file_name",
        "session.optimized_model_external_initializers_min_size_in_bytes",
        "session.save_model_format",
        "session.save_external_prepacked_constant_initializers",
        "session.model_external_initializers_file_folder_path",
        "session.debug_layout_transformation",
        "session.collect_node_memory_stats_to_file",
        "session.node_partition_config_file",
        "ep.tensorrtexecutionprovider.trt_engine_cache_enable",
        "ep.tensorrtexecutionprovider.trt_timing_cache_enable",
        "ep.openvinoexecutionprovider.cache_dir",
        "ep.nvtensorrtrtxexecutionprovider.nv_dump_subgraphs"
      })
  void configEntry(String key) {
    refused(ErrorCode.OPTION_LEAKS, () -> new SessionOptions().addConfigEntry(key, "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session.intra_op.allow_spinning",
        "session.disable_prepacking",
        "session.use_env_allocators",
        "session.set_denormal_as_zero",
        "session.dynamic_block_base",
        "optimization.minimal_build_optimizations",
        "mlas.enable_gemm_fastmath_arm64_bfloat16"
      })
  void harmlessConfigEntry(String key) {
    assertThatCode(() -> new SessionOptions().addConfigEntry(key, "0")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trt_engine_cache_enable",
        "trt_engine_cache_path",
        "trt_timing_cache_enable",
        "trt_dump_subgraphs",
        "trt_dump_ep_context_model",
        "trt_profile_min_shapes",
        "trt_ep_context_file_path",
        "cache_dir",
        "qnn_context_cache_enable",
        "profiling_level",
        "profiling_file_path",
        "dump_json_qnn_graph",
        "json_qnn_graph_dir",
        "qnn_saver_path"
      })
  void providerOption(String key) {
    Map<String, String> options = Map.of(key, "x");
    refused(ErrorCode.OPTION_LEAKS, () -> new SessionOptions().addQnn(options));
    refused(ErrorCode.OPTION_LEAKS, () -> new SessionOptions().addXnnpack(options));
    refused(ErrorCode.OPTION_LEAKS, () -> new SessionOptions().addWebGPU(options));
    refused(ErrorCode.OPTION_LEAKS, () -> Leaks.refuseProviderOptions("device_id=0;" + key + "=x"));
  }

  @Test
  void methodsThatWrite() {
    SessionOptions options = new SessionOptions();
    refused(ErrorCode.OPTION_LEAKS, () -> options.setOptimizedModelFilePath("model.onnx"));
    refused(ErrorCode.OPTION_LEAKS, () -> options.enableProfiling("profile"));
    refused(ErrorCode.OPTION_LEAKS, () -> options.setSessionLogVerbosityLevel(4));
    refused(
        ErrorCode.OPTION_LEAKS,
        () -> options.addCoreML(EnumSet.noneOf(ai.onnxruntime.providers.CoreMLFlags.class)));
    refused(ErrorCode.OPTION_LEAKS, () -> options.provider("coreml"));
    assertThatCode(options::disableProfiling).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"VERBOSE", "INFO", "WARNING", "ERROR"})
  void logging(String level) {
    OrtLoggingLevel wanted = OrtLoggingLevel.valueOf("ORT_LOGGING_LEVEL_" + level);
    refused(ErrorCode.OPTION_LEAKS, () -> new SessionOptions().setSessionLogLevel(wanted));
    try (RunOptions run = new RunOptions()) {
      refused(ErrorCode.OPTION_LEAKS, () -> run.setLogLevel(wanted));
      refused(ErrorCode.OPTION_LEAKS, () -> run.addRunConfigEntry("profiling_file_path", "x"));
      run.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }
  }

  @Test
  void unknownProvidersAndNegativeThreads() {
    refused(ErrorCode.USAGE, () -> new SessionOptions().provider("gpu"));
    refused(ErrorCode.USAGE, () -> new SessionOptions().setIntraOpNumThreads(-1));
    refused(ErrorCode.USAGE, () -> new SessionOptions().setInterOpNumThreads(-2));
  }
}
