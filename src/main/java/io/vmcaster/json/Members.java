package io.vmcaster.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The members of an object, sorted by the code points of their names. Unmodifiable. Names and
 * values lie in two arrays: a list of ten thousand images is a hundred thousand of them, several
 * times over while it is published.
 */
final class Members extends AbstractMap<String, JsonValue> {

  private static final Comparator<Map.Entry<String, JsonValue>> BY_NAME =
      (left, right) -> CodePointOrder.INSTANCE.compare(left.getKey(), right.getKey());

  private final String[] names;
  private final JsonValue[] values;

  private Members(Map.Entry<String, JsonValue>[] sorted) {
    names = new String[sorted.length];
    values = new JsonValue[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      names[i] = sorted[i].getKey();
      values[i] = sorted[i].getValue();
    }
  }

  /** The members in a map, which may change afterwards. */
  static Members of(Map<String, JsonValue> map) {
    if (map instanceof Members members) {
      return members;
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of what has parameters
    Map.Entry<String, JsonValue>[] entries = map.entrySet().toArray(new Map.Entry[0]);
    if (!isSorted(entries)) {
      Arrays.sort(entries, BY_NAME);
    }
    return new Members(entries);
  }

  /** As what was written by us, and what a sorted map holds, is. */
  private static boolean isSorted(Map.Entry<String, JsonValue>[] entries) {
    for (int i = 1; i < entries.length; i++) {
      if (BY_NAME.compare(entries[i - 1], entries[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public JsonValue get(Object name) {
    int position = position(name);
    return position < 0 ? null : values[position];
  }

  @Override
  public boolean containsKey(Object name) {
    return position(name) >= 0;
  }

  private int position(Object name) {
    return name instanceof String text
        ? Arrays.binarySearch(names, text, CodePointOrder.INSTANCE)
        : -1;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Members that
        ? Arrays.equals(names, that.names) && Arrays.equals(values, that.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode(); // as every map's is
  }

  @Override
  public Set<Map.Entry<String, JsonValue>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, JsonValue>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, JsonValue>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, JsonValue> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, JsonValue> entry = Map.entry(names[next], values[next]);
      next++;
      return entry;
    }
  }
}
