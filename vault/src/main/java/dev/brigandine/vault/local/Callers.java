package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Who is let in. The kernel says who the caller is ({@code SO_PEERCRED}): the user who connected,
 * by number.
 */
final class Callers {
  /**
   * What a caller may do.
   *
   * @param user for messages
   */
  record Rights(String user, boolean run, boolean status, boolean reload) {
    boolean any() {
      return run || status || reload;
    }
  }

  private final UserPrincipal self;
  private final UserPrincipal root;
  private final Set<UserPrincipal> users;

  /**
   * @param self the vault's own user
   * @param names who may run models; the vault's own user alone if there are none
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if this machine has no user of a name
   */
  Callers(UserPrincipal self, List<String> names) {
    this.self = self;
    this.root = lookUp("0", "root");
    this.users = new HashSet<>();
    for (String name : names) {
      users.add(lookUp(name));
    }
    if (names.isEmpty()) {
      users.add(self);
    }
  }

  UserPrincipal root() {
    return root;
  }

  /**
   * @throws IOException if the kernel does not tell
   */
  Rights of(SocketChannel caller) throws IOException {
    return of(caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
  }

  Rights of(UserPrincipal user) {
    boolean run = users.contains(user);
    boolean reload = user.equals(self) || user.equals(root);
    return new Rights(user.getName(), run, run || reload, reload);
  }

  private static UserPrincipal lookUp(String... names) {
    UserPrincipalLookupService service = FileSystems.getDefault().getUserPrincipalLookupService();
    for (String name : names) {
      try {
        return service.lookupPrincipalByName(name);
      } catch (IOException e) {
        continue;
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE, "this machine has no user '" + names[names.length - 1] + "'", null);
  }
}
