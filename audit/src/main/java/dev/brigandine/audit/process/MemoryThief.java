package dev.brigandine.audit.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;

/**
 * Somebody who reads another process's memory, as a program that can be run as any user: {@code
 * PID}. What he reads goes to standard output, which is the audit's pipe; a refusal to standard
 * error.
 */
public final class MemoryThief {
  /** Its exit status if it is refused; one that Java itself does not end with. */
  static final int REFUSED = 9;

  private MemoryThief() {}

  /** Ends with status 9 if it is refused. */
  public static void main(String[] args) throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    try {
      ProcessMemory.read(
          Long.parseLong(args[0]),
          new ProcessMemory.Sink() {
            @Override
            public void accept(byte[] block, int offset, int length) throws IOException {
              out.write(block, offset, length);
            }

            @Override
            public void gap() throws IOException {
              out.flush();
            }
          });
    } catch (FileSystemException e) {
      System.err.println(e.getReason() == null ? "not to be read" : e.getReason());
      System.exit(REFUSED);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    }
  }
}
