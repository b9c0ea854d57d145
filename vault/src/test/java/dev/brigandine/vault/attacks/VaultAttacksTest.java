package dev.brigandine.vault.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.vault.attacks.Attack.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every attack is first run by a process's own user on that process unhardened, where it must
 * succeed; then on a hardened one by three users without root, where it must fail; then by root, to
 * see what root still can.
 */
@Tag("vault")
class VaultAttacksTest {
  private static final Map<String, Integer> THIEVES = new LinkedHashMap<>();

  static {
    THIEVES.put("other user", Lab.OTHER);
    THIEVES.put("application's user", Lab.APPLICATION);
    THIEVES.put("own user", Lab.VAULT);
  }

  private static final Table TABLE = new Table();
  private static Lab lab;
  private static Target bare;
  private static Target hardened;

  @BeforeAll
  static void build() throws Exception {
    lab = new Lab();
  }

  @AfterAll
  static void tell() throws Exception {
    for (Target target : new Target[] {bare, hardened}) {
      if (target != null) {
        target.close();
      }
    }
    if (lab != null) {
      lab.close();
    }
    System.out.println(TABLE);
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("attacks.md"), TABLE + "");
  }

  @TestFactory
  Stream<DynamicTest> onARunningProcess() {
    Attacks attacks = new Attacks(lab);
    Map<String, Attack> all = new LinkedHashMap<>();
    all.put("read `/proc/PID/mem`", attacks::memory);
    all.put("read `/proc/PID/maps`", attacks.read("maps"));
    all.put("read `/proc/PID/environ`", attacks.read("environ"));
    all.put("read `/proc/PID/auxv`", attacks.read("auxv"));
    all.put("list `/proc/PID/fd`", attacks.list("fd"));
    all.put("list `/proc/PID/map_files`", attacks.list("map_files"));
    all.put("read a deleted file by `/proc/PID/fd`", attacks::openFiles);
    all.put("read its temporary files", attacks::temporaryFiles);
    all.put("list its folder in `/dev/shm`", attacks::sharedMemory);
    all.put("`gdb -p`", attacks::gdb);
    all.put("`strace -p`", attacks::strace);
    all.put("`gcore`", attacks.gcore(false));
    all.put("`gcore -a`", attacks.gcore(true));
    all.put("`process_vm_readv`", attacks.trick("readv"));
    all.put("`pidfd_getfd`", attacks.trick("steal"));
    all.put("`jcmd Thread.print`", attacks.tool("Full thread dump", "jcmd", "Thread.print"));
    all.put("`jmap -histo`", attacks.tool("#instances", "jmap", "-histo"));
    all.put("`jstack`", attacks.tool("Full thread dump", "jstack"));
    all.put("SIGQUIT", attacks::quit);
    return all.entrySet().stream()
        .map(attack -> test(attack.getKey(), () -> shared(attack.getKey(), attack.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> byASignalThatDumpsCore() {
    Attacks attacks = new Attacks(lab);
    return Stream.of("SEGV", "ABRT")
        .map(
            signal ->
                test(
                    "core by SIG" + signal,
                    () -> fresh("core by SIG" + signal, attacks.crash(signal))));
  }

  private interface Starting {
    Result run(boolean hardened, int thief) throws Exception;
  }

  @TestFactory
  Stream<DynamicTest> whileItStarts() {
    StartAttacks attacks = new StartAttacks(lab);
    Map<String, Starting> all = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "LD_PRELOAD", "LD_AUDIT", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"
        }) {
      all.put(
          "start with `" + name + "`", (closed, thief) -> attacks.variable(closed, thief, name));
    }
    all.put("start with `-javaagent`", attacks::agent);
    all.put("start with `-agentlib:jdwp`", attacks::debugger);
    return all.entrySet().stream()
        .map(attack -> test(attack.getKey(), () -> starting(attack.getKey(), attack.getValue())));
  }

  /** The own user decides what runs as him, and wins this race: {@code docs/vault-hardening.md}. */
  @TestFactory
  Stream<DynamicTest> byAnotherLibrary() {
    StartAttacks attacks = new StartAttacks(lab);
    String name = "replace a library before it is loaded";
    return Stream.of(
        test(
            name,
            () -> {
              mustSucceed(name, () -> attacks.replace(false, Lab.VAULT));
              for (String thief : new String[] {"other user", "application's user"}) {
                fails(name, thief, attacks.replace(true, THIEVES.get(thief)));
              }
              TABLE.put(name, "own user", attacks.replace(true, Lab.VAULT));
              TABLE.put(name, "root", attacks.replace(true, Lab.ROOT));
            }));
  }

  /** Here the one who must succeed is he who is let in. */
  @TestFactory
  Stream<DynamicTest> byTheSocket() {
    Attacks attacks = new Attacks(lab);
    Map<String, Attack> all = new LinkedHashMap<>();
    all.put("ask for a run", attacks::use);
    for (String lie :
        new String[] {
          "another's handle",
          "beyond the end",
          "before the start",
          "a length that wraps",
          "a shape that lies",
          "a file cut off"
        }) {
      all.put("shared memory: " + lie, attacks.forge(lie));
    }
    return all.entrySet().stream()
        .map(attack -> test(attack.getKey(), () -> socket(attack.getKey(), attack.getValue())));
  }

  private static void socket(String name, Attack attack) throws Exception {
    boolean honest = name.equals("ask for a run");
    Attack allowed = honest ? attack : new Attacks(lab).forge("none");
    Result right = allowed.on(hardened(), Lab.APPLICATION);
    TABLE.put(
        name, Table.COLUMNS.get(0), Result.of(right.succeeded(), "honestly, by who is let in"));
    assertThat(right.succeeded()).as("who is let in: %s", right.told()).isTrue();
    for (Map.Entry<String, Integer> thief : THIEVES.entrySet()) {
      if (!honest || thief.getValue() != Lab.APPLICATION) {
        fails(name, thief.getKey(), attack.on(hardened(), thief.getValue()));
      }
    }
    TABLE.put(name, "root", attack.on(hardened(), Lab.ROOT));
    assertThat(hardened.answers()).as("the vault answers after it").isTrue();
  }

  private static void shared(String name, Attack attack) throws Exception {
    if (name.contains("/dev/shm")) {
      hardened(); // Its own user may look; the unhardened shares nothing.
      mustSucceed(name, () -> attack.on(hardened(), Lab.VAULT));
    } else {
      if (bare == null || !bare.alive()) {
        bare = Target.ready(lab, false);
      }
      mustSucceed(name, () -> attack.on(bare, Lab.VAULT));
    }
    for (Map.Entry<String, Integer> thief : THIEVES.entrySet()) {
      Result result = attack.on(hardened(), thief.getValue());
      if ((name.contains("temporary") || name.contains("/dev/shm"))
          && thief.getValue() == Lab.VAULT) {
        TABLE.put(name, thief.getKey(), result); // His own files: libraries, no secret.
      } else {
        fails(name, thief.getKey(), result);
      }
    }
    TABLE.put(name, "root", attack.on(hardened(), Lab.ROOT));
    assertThat(hardened.answers()).as("the vault answers after it").isTrue();
  }

  private static Target hardened() throws Exception {
    if (hardened == null || !hardened.alive()) {
      hardened = Target.ready(lab, true);
    }
    return hardened;
  }

  private static void fresh(String name, Attack attack) throws Exception {
    try (Target target = Target.ready(lab, false)) {
      mustSucceed(name, () -> attack.on(target, Lab.VAULT));
    }
    for (Map.Entry<String, Integer> thief : THIEVES.entrySet()) {
      try (Target target = Target.ready(lab, true)) {
        fails(name, thief.getKey(), attack.on(target, thief.getValue()));
      }
    }
    try (Target target = Target.ready(lab, true)) {
      TABLE.put(name, "root", attack.on(target, Lab.ROOT));
    }
  }

  private static void starting(String name, Starting attack) throws Exception {
    mustSucceed(name, () -> attack.run(false, Lab.VAULT));
    for (Map.Entry<String, Integer> thief : THIEVES.entrySet()) {
      fails(name, thief.getKey(), attack.run(true, thief.getValue()));
    }
    TABLE.put(name, "root", attack.run(true, Lab.ROOT));
  }

  private interface Try {
    Result run() throws Exception;
  }

  /** A race may take some tries. */
  private static void mustSucceed(String name, Try attack) throws Exception {
    Result result = attack.run();
    for (int more = 5; more > 0 && !result.succeeded(); more--) {
      result = attack.run();
    }
    TABLE.put(name, "unhardened, own user", result);
    assertThat(result.succeeded()).as("unhardened, %s: %s", name, result.told()).isTrue();
  }

  private static void fails(String name, String thief, Result result) {
    TABLE.put(name, thief, result);
    assertThat(result.succeeded()).as("by the %s, %s: %s", thief, name, result.told()).isFalse();
  }

  private static DynamicTest test(String name, org.junit.jupiter.api.function.Executable body) {
    return DynamicTest.dynamicTest(name, body);
  }
}
