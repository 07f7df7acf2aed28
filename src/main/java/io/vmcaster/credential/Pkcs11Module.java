package io.vmcaster.credential;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PKCS#11 module (OASIS PKCS #11 2.40), asked for what Java's own provider keeps to itself: which
 * tokens there are, how many tries a PIN has left, and which labels and ids the objects have.
 * Java's provider logs in and signs.
 *
 * @param path its file
 * @param functions its CK_FUNCTION_LIST
 */
record Pkcs11Module(Path path, Pointer functions) {

  static final long CERTIFICATE = 1;
  static final long PRIVATE_KEY = 3;

  private static final long CLASS = 0;
  private static final long LABEL = 3;
  private static final long VALUE = 0x11;
  private static final long ID = 0x102;

  /** The places of functions in CK_FUNCTION_LIST. */
  private static final Map<String, Integer> PLACES =
      Map.of(
          "C_Initialize", 0,
          "C_GetSlotList", 4,
          "C_GetTokenInfo", 6,
          "C_OpenSession", 12,
          "C_CloseSession", 13,
          "C_GetAttributeValue", 24,
          "C_FindObjectsInit", 26,
          "C_FindObjects", 27,
          "C_FindObjectsFinal", 28);

  /** RTLD_LAZY alone: all modules have the same symbols, and each is to find its own. */
  private static final Map<String, Object> ALONE = Map.of(Library.OPTION_OPEN_FLAGS, 1);

  /** JNA takes a library out of memory, our pointers into it or not, when nobody holds it. */
  private static final Map<Path, NativeLibrary> LOADED = new ConcurrentHashMap<>();

  private static final int ALREADY_INITIALIZED = 0x191;
  private static final int WORD = NativeLong.SIZE;
  private static final int MOST = 1024;
  private static final long LARGEST = 1 << 20;

  /**
   * A token.
   *
   * @param flags as {@code CK_TOKEN_INFO} has them
   */
  record Token(
      long slot, String label, String manufacturer, String model, String serial, long flags) {

    static final long WANTS_LOGIN = 0x4;
    static final long IS_INITIALIZED = 0x400;
    static final long HAD_WRONG_PIN = 0x10000;
    static final long ONE_TRY_LEFT = 0x20000;
    static final long PIN_LOCKED = 0x40000;

    boolean is(long flag) {
      return (flags & flag) != 0;
    }

    @Override
    public String toString() {
      return label + " (" + (manufacturer + " " + model).strip() + ", serial " + serial + ")";
    }
  }

  /**
   * A key or certificate.
   *
   * @param value a certificate's DER; nothing for a key
   */
  @SuppressWarnings("ArrayRecordComponent") // as the module gives them, compared by nobody
  record Item(String label, byte[] id, byte[] value) {

    @Override
    public String toString() {
      HexFormat percent = HexFormat.of().withPrefix("%");
      return "object=" + label + ";id=" + percent.formatHex(id);
    }
  }

  /**
   * Loads and initializes a module; it stays for the life of this process.
   *
   * @throws IOException when it is not there, or is no such module
   */
  static Pkcs11Module load(Path path) throws IOException {
    try {
      NativeLibrary library =
          LOADED.computeIfAbsent(path, at -> NativeLibrary.getInstance(at.toString(), ALONE));
      Function list = library.getFunction("C_GetFunctionList");
      PointerByReference functions = new PointerByReference();
      require(list.invokeInt(new Object[] {functions}), "C_GetFunctionList");
      Pkcs11Module module = new Pkcs11Module(path, functions.getValue());
      Memory arguments = new Memory(6L * Native.POINTER_SIZE);
      arguments.clear();
      arguments.setNativeLong(4L * Native.POINTER_SIZE, word(2)); // locks of the system
      int result = module.call("C_Initialize", arguments);
      require(result == ALREADY_INITIALIZED ? 0 : result, "C_Initialize");
      return module;
    } catch (LinkageError e) {
      // the loader's own words are the second line, those of JNA are about our class path
      throw new IOException(e.getMessage().lines().skip(1).findFirst().orElse(e.getMessage()), e);
    }
  }

  private int call(String function, Object... arguments) {
    long place = (1L + PLACES.get(function)) * Native.POINTER_SIZE; // behind the version
    Object[] words =
        Arrays.stream(arguments).map(each -> each instanceof Long n ? word(n) : each).toArray();
    return ((NativeLong)
            Function.getFunction(functions.getPointer(place)).invoke(NativeLong.class, words))
        .intValue();
  }

  private static NativeLong word(long number) {
    return new NativeLong(number);
  }

  private void run(String function, Object... arguments) throws IOException {
    require(call(function, arguments), function);
  }

  private static void require(int result, String function) throws IOException {
    if (result != 0) {
      throw new IOException(function + " ended with 0x" + Integer.toHexString(result));
    }
  }

  /** The tokens that are there and set up. */
  List<Token> tokens() throws IOException {
    NativeLongByReference count = new NativeLongByReference(word(MOST));
    Memory slots = new Memory((long) MOST * WORD);
    run("C_GetSlotList", (byte) 1, slots, count);
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < count.getValue().intValue(); i++) {
      Token token = token(slots.getNativeLong((long) i * WORD).longValue());
      if (token.is(Token.IS_INITIALIZED)) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  /** A token as it is now. */
  Token token(long slot) throws IOException {
    Memory info = new Memory(512);
    info.clear();
    run("C_GetTokenInfo", slot, info);
    return new Token(
        slot,
        padded(info, 0, 32),
        padded(info, 32, 32),
        padded(info, 64, 16),
        padded(info, 80, 16),
        info.getNativeLong(96).longValue());
  }

  private static String padded(Memory memory, int offset, int length) {
    return new String(memory.getByteArray(offset, length), StandardCharsets.UTF_8).stripTrailing();
  }

  /** The objects of a class; private ones only after somebody has logged in. */
  List<Item> items(long slot, long kind) throws IOException {
    NativeLongByReference session = new NativeLongByReference();
    run("C_OpenSession", slot, 4L, null, null, session);
    try {
      return items(session.getValue(), kind);
    } finally {
      call("C_CloseSession", session.getValue());
    }
  }

  private List<Item> items(NativeLong session, long kind) throws IOException {
    Memory value = new Memory(WORD);
    value.setNativeLong(0, word(kind));
    run("C_FindObjectsInit", session, attribute(CLASS, value, WORD), 1L);
    Memory found = new Memory((long) MOST * WORD);
    NativeLongByReference count = new NativeLongByReference();
    run("C_FindObjects", session, found, (long) MOST, count);
    call("C_FindObjectsFinal", session);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count.getValue().intValue(); i++) {
      NativeLong object = found.getNativeLong((long) i * WORD);
      items.add(
          new Item(
              new String(value(session, object, LABEL), StandardCharsets.UTF_8),
              value(session, object, ID),
              kind == CERTIFICATE ? value(session, object, VALUE) : new byte[0]));
    }
    return items;
  }

  private static Memory attribute(long type, Pointer value, long length) {
    Memory attribute = new Memory(2L * WORD + Native.POINTER_SIZE);
    attribute.setNativeLong(0, word(type));
    attribute.setPointer(WORD, value);
    attribute.setNativeLong(WORD + Native.POINTER_SIZE, word(length));
    return attribute;
  }

  /** An attribute; empty when there is none, or it may not be seen. */
  private byte[] value(NativeLong session, NativeLong object, long type) {
    Memory attribute = attribute(type, null, 0);
    int result = call("C_GetAttributeValue", session, object, attribute, 1L);
    long length = attribute.getNativeLong(WORD + Native.POINTER_SIZE).longValue();
    if (result != 0 || length <= 0 || length > LARGEST) {
      return new byte[0];
    }
    try (Memory value = new Memory(length)) {
      result = call("C_GetAttributeValue", session, object, attribute(type, value, length), 1L);
      return result == 0 ? value.getByteArray(0, (int) length) : new byte[0];
    }
  }
}
