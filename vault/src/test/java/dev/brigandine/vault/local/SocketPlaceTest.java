package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever could put another socket in the vault's place could be taken for the vault. */
class SocketPlaceTest {
  @TempDir Path temp;
  private Path folder;
  private UserPrincipal self;
  private UserPrincipal root;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("run"));
    self = Files.getOwner(folder);
    root = new Callers(self, java.util.List.of()).root();
  }

  private SocketPlace listen(Path socket) throws IOException {
    return SocketPlace.listen(socket, self, root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
  void aFolderThatOthersMayWriteToIsRefused(String mode) throws IOException {
    Path socket = folder.resolve("v.sock");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    refused(socket, folder.toString());
    assertThat(socket).doesNotExist();
    // Also with the sticky bit: others could not replace the socket, but be there first.
    Files.setAttribute(folder, "unix:mode", 01777);
    refused(socket, folder.toString());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    listen(socket).close();
  }

  @Test
  void aFolderAboveThatOthersMayWriteToIsRefusedUnlessItIsSticky() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(inner.resolve("v.sock"), folder.toString());
    Files.setAttribute(folder, "unix:mode", 01777);
    listen(inner.resolve("v.sock")).close();
  }

  @Test
  void aFolderThatIsAnothersIsRefused() throws IOException {
    UserPrincipal other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    assertThatThrownBy(() -> SocketPlace.listen(folder.resolve("v.sock"), other, other))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("belongs to");
  }

  @Test
  void theSocketIsForAllToKnockAtAndItsFolderIsMadeIfItIsMissing() throws IOException {
    Path socket = folder.resolve("new").resolve("v.sock");
    try (SocketPlace place = listen(socket)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.path())))
          .isEqualTo("rw-rw-rw-");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwxr-xr-x");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aSocketOfADeadVaultIsReplacedAndALiveOnesIsNot() throws IOException {
    Path socket = folder.resolve("v.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
      refused(socket, "already"); // of another program, without our lock
    }
    assertThat(socket).exists();
    try (SocketPlace place = listen(socket)) {
      refused(socket, "already");
      SocketChannel.open(UnixDomainSocketAddress.of(place.path())).close();
    }
    listen(socket).close();
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws IOException {
    Path socket = Files.writeString(folder.resolve("v.sock"), "precious");
    refused(socket, "no socket");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void aSocketThatIsAnothersByNowIsLeftAlone() throws IOException {
    Path socket = folder.resolve("v.sock");
    SocketPlace place = listen(socket);
    Files.delete(socket);
    Files.writeString(socket, "another's");
    place.close();
    assertThat(socket).exists();
  }

  private void refused(Path socket, String text) {
    assertThatThrownBy(() -> listen(socket))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
              assertThat(e.getMessage()).contains(text);
            });
  }
}
