package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint.FailPoints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailPointTest {

  private static final List<FailPoint> STEPS = List.of(FailPoint.values());

  /** A run can be killed before a change and after it: what is begun is over in the next step. */
  @Test
  void whatIsBegunIsOverInTheNextStep() {
    List<String> over =
        IntStream.range(0, STEPS.size())
            .filter(i -> STEPS.get(i).name().endsWith("_BEGUN"))
            .mapToObj(i -> STEPS.get(i) + " " + STEPS.get(i + 1))
            .toList();

    assertThat(over)
        .containsExactly(
            "IMAGE_INTENT_BEGUN IMAGE_INTENT_WRITTEN",
            "IMAGE_SEND_BEGUN IMAGE_SENT",
            "IMAGE_RECORD_BEGUN IMAGE_RECORDED",
            "LIST_INTENT_BEGUN LIST_INTENT_WRITTEN",
            "LIST_SEND_BEGUN LIST_SENT",
            "LIST_RECORD_BEGUN LIST_RECORDED");
  }

  /** Whatever changes a server or is undone there is a step of both: neither is tested less. */
  @Test
  void imagesAndListsAreChangedInTheSameSteps() {
    assertThat(names("IMAGE_", "ARRIVAL_WRITTEN")).isEqualTo(names("LIST_", "CHECKED"));
  }

  /** Those of a kind but the one that is its own: how it knows what has arrived. */
  private static List<String> names(String kind, String own) {
    List<String> names =
        STEPS.stream()
            .map(Enum::name)
            .filter(name -> name.startsWith(kind))
            .map(name -> name.substring(kind.length()))
            .toList();
    assertThat(names).contains(own);
    return names.stream().filter(name -> !name.equals(own)).toList();
  }

  /** Every start of the program has it. */
  @Test
  void toldOfNothingItDoesNotLoadTheSteps() throws Exception {
    Loader loader = new Loader();
    Class<?> type = loader.loadClass(FailPoints.class.getName());

    assertThat(type.getField("NONE").get(null)).isInstanceOf(type);
    assertThat(loader.loaded).contains(type.getName()).doesNotContain(FailPoint.class.getName());
    assertThat(Arrays.toString(type.getMethods())).contains("reached");
    assertThat(loader.loaded).as("what looks at the steps").contains(FailPoint.class.getName());
  }

  /** Loads the program's classes anew, and knows which. */
  private static final class Loader extends ClassLoader {

    private final Set<String> loaded = new HashSet<>();

    Loader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = FailPoint.class.getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        loaded.add(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
