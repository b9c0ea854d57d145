package dev.brigandine.audit.process;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import ai.onnxruntime.OnnxTensorLike;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * The thief's agent, loaded into the victim by {@code -javaagent}: has ONNX Runtime's Java API, and
 * the SDK's, tell {@link Recorder} what passes. Neither is changed otherwise.
 *
 * <p>Hooked are what all overloads end in: the constructors of {@code OrtSession}, the one {@code
 * run} of four arguments, the two ways to give initializers, and {@code ProtectedModel.run}, by
 * which the application tells its own names.
 */
public final class HookAgent {
  private static final String ORT = "ai.onnxruntime.OrtSession";
  private static final String SDK = "dev.brigandine.runtime.ProtectedModel";

  private HookAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
    Recorder.connect(System.getenv());
    ClassFileLocator own = ClassFileLocator.ForClassLoader.of(HookAgent.class.getClassLoader());
    Advice.WithCustomMapping advice = Advice.withCustomMapping();
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(new Failures())
        .type(named(ORT))
        .transform(
            (builder, type, loader, module, domain) ->
                builder
                    .visit(advice.to(Made.class, own).on(isConstructor().and(takesArguments(4))))
                    .visit(advice.to(Ran.class, own).on(named("run").and(takesArguments(4)))))
        .type(named(ORT + "$SessionOptions"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder
                    .visit(
                        advice
                            .to(Given.class, own)
                            .on(named("addExternalInitializers").and(takesArguments(1))))
                    .visit(
                        advice
                            .to(GivenOne.class, own)
                            .on(named("addInitializer").and(takesArguments(2)))))
        .type(named(SDK))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(advice.to(Called.class, own).on(named("run").and(takesArguments(4)))))
        .installOn(instrumentation);
  }

  /** Code of a session's constructors. */
  static final class Made {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object session,
        @Advice.Argument(1) Object model,
        @Advice.Argument(3) Object options) {
      Recorder.made(session, model, options);
    }
  }

  /** Code of its {@code run}. */
  static final class Ran {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object session,
        @Advice.Argument(0) Map<String, ? extends OnnxTensorLike> inputs,
        @Advice.Return Object result) {
      Recorder.ran(session, inputs, result);
    }
  }

  /** Code of {@code addExternalInitializers}. */
  static final class Given {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object options,
        @Advice.Argument(0) Map<String, ? extends OnnxTensorLike> tensors) {
      Recorder.given(options, tensors);
    }
  }

  /** Code of {@code addInitializer}. */
  static final class GivenOne {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object options,
        @Advice.Argument(0) String name,
        @Advice.Argument(1) OnnxTensorLike tensor) {
      Recorder.given(options, Map.of(name, tensor));
    }
  }

  /** Code of the SDK's {@code run}. */
  static final class Called {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Map<String, ? extends OnnxTensorLike> inputs,
        @Advice.Return Object result) {
      Recorder.called(inputs, result);
    }
  }

  /** A hook that could not be set must not look like a model that could not be captured. */
  private static final class Failures extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String type,
        ClassLoader loader,
        net.bytebuddy.utility.JavaModule module,
        boolean loaded,
        Throwable thrown) {
      Recorder.failed("hooking " + type, thrown);
    }
  }
}
