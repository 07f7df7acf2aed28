package io.vmcaster.json;

import java.util.Comparator;

/** Orders strings by code points, as Python sorts keys; Java's own order is by UTF-16 units. */
final class CodePointOrder implements Comparator<String> {

  static final CodePointOrder INSTANCE = new CodePointOrder();

  private CodePointOrder() {}

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return compareDiffering(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** A surrogate stands for a code point above all others of the basic plane. */
  private static int compareDiffering(char a, char b) {
    boolean aboveA = Character.isSurrogate(a);
    boolean aboveB = Character.isSurrogate(b);
    return aboveA == aboveB ? Character.compare(a, b) : Boolean.compare(aboveA, aboveB);
  }
}
