import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.jar.JarFile;

/**
 * Runs the main class of a jar in a JVM whose wildcard address is 127.0.0.1, so that a server without a configured
 * address listens on loopback only. DynamoDB Local has no option for that. If this Java version does not
 * allow it, the jar runs all the same: the caller checks on which addresses it listens.
 *
 * A Java runtime has no compiler, so Loopback.class is committed too: javac --release 11 -g:none Loopback.java
 */
final class Loopback {
  public static void main(String[] arguments) throws Throwable {
    try {
      listenOnLoopback();
    } catch (ReflectiveOperationException | RuntimeException notAllowed) {
      System.err.println("Loopback: " + notAllowed);
    }
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(mainClassOf(arguments[0])).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private static void listenOnLoopback() throws Exception {
    Object addresses = field(InetAddress.class, "impl").get(null);
    field(addresses.getClass(), "anyLocalAddress").set(addresses, InetAddress.getByName("127.0.0.1"));
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static String mainClassOf(String file) throws Exception {
    try (JarFile jar = new JarFile(file)) {
      return jar.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }
}
