package dev.brigandine.runtime;

import dev.brigandine.runtime.internal.local.Region;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * The file that a vault tells its client to open. Whoever answers at the socket could name a file
 * of the client's own and have it overwritten, so only a regular file that belongs to the user who
 * answers is opened.
 */
final class SharedFile {
  private SharedFile() {}

  static FileChannel open(SocketChannel channel, Region region) throws IOException {
    Path path = Path.of(region.path());
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(peer)) {
      throw new IOException("it names a file that is not its own");
    }
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (file.size() < region.size()) {
      file.close();
      throw new IOException("its shared file is shorter than it says");
    }
    return file;
  }
}
