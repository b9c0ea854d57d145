package dev.brigandine.audit.process;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * The thief's other agent: changes the options of each session before it is made, so that ONNX
 * Runtime leaves files. Its argument is the folder for them.
 */
public final class ProvokeAgent {
  private ProvokeAgent() {}

  /** Called by the JVM. */
  public static void premain(String folder, Instrumentation instrumentation) {
    Provocations.into(Path.of(folder));
    ClassFileLocator own = ClassFileLocator.ForClassLoader.of(ProvokeAgent.class.getClassLoader());
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .type(named("ai.onnxruntime.OrtSession"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(Making.class, own).on(isConstructor().and(takesArguments(4)))))
        .installOn(instrumentation);
  }

  /** Code of a session's constructors. */
  static final class Making {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(3) Object options) {
      Provocations.before(options);
    }
  }
}
